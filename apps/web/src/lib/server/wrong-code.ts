import { words } from '#lib/words.ts'

/** Why a code may not have been taken: an authenticator's is digits alone, anything else was meant as a recovery code. */
export const wrongCode = (code: string): string =>
  /^\d*$/.test(code) ? words.signIn.wrongCode : words.signIn.wrongRecovery
