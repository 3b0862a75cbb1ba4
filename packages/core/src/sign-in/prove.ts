import { randomBytes } from 'node:crypto'
import { Unauthenticated } from '@throughline/canonical'
import type { Door } from '@throughline/db'
import type { Secrets } from '../secrets/index.ts'
import type { Attempts } from './attempts.store.ts'
import { isPassword, nobodysHash } from './password.ts'
import type { Credentials } from './sign-in.ts'
import { accountOf, nobody, readAccount, useStep, type Account } from './store.ts'
import { acceptedStep } from './totp.ts'

/** Where a person's authenticator secret is sealed for: it opens for nobody else's row. */
export const totpContext = (userId: string) => `app_user.totp_secret ${userId}`

/** The one answer to a wrong address, a wrong password, a wrong code and too many tries. */
const refusal = () => new Unauthenticated('This email and password do not match, or there were too many tries.')

export interface ProveDeps {
  door: Door
  secrets: Secrets
  attempts: Attempts
  now: () => Date
}

/**
 * Proves a password and, where the account asks for it, a code. An unknown address goes through the same steps as a known one:
 * one look-up, one row read, one password hashed.
 * @throws Unauthenticated alike, whatever was wrong
 */
export async function prove(
  { door, secrets, attempts, now }: ProveDeps,
  { email, password, code, address }: Credentials,
): Promise<{ status: 'proved'; userId: string } | { status: 'code_needed' }> {
  const attempt = await attempts.begin({ email, address }, 'sign-in')
  // A lock falls on unknown addresses as on known ones, so it may show; hashing for whoever is locked would let them busy us.
  if (!attempt) throw refusal()
  const userId = await accountOf(door.database, email)
  const account = await readAccount(door, userId ?? nobody())
  const encoded = account?.passwordHash ?? (await nobodysHash(() => randomBytes(32).toString('hex')))
  const right = await isPassword(encoded, password)
  if (!account || !right) throw refusal()
  if (account.totpConfirmedAt !== null) {
    if (code === undefined || code.trim() === '') {
      await attempt.takeBack()
      return { status: 'code_needed' }
    }
    if (!(await isCode(door, secrets, account, code, now()))) throw refusal()
  }
  await attempt.succeeded()
  return { status: 'proved', userId: account.userId }
}

/** Is this the authenticator's code, for the first time? */
async function isCode(door: Door, secrets: Secrets, account: Account, code: string, now: Date): Promise<boolean> {
  if (!account.totpSecret) return false
  const secret = secrets.open(account.totpSecret, totpContext(account.userId))
  const step = acceptedStep(secret, code, now, account.totpLastStep)
  return step !== undefined && useStep(door, account.userId, step)
}
