import { words } from '#lib/words.ts'

/** An authenticator's code is digits alone; anything else was meant as a recovery code. */
export const isRecovery = (code: string): boolean => !/^\d*$/.test(code)

/** Why a code may not have been taken. */
export const wrongCode = (code: string): string =>
  isRecovery(code) ? words.signIn.wrongRecovery : words.signIn.wrongCode
