import { randomBytes } from 'node:crypto'
import { Unauthenticated } from '@throughline/canonical'
import type { Secrets } from '../secrets/index.ts'
import type { Attempts, Trying } from './attempts.store.ts'
import { codeUsedMail } from './mails.ts'
import { isPassword, nobodysHash } from './password.ts'
import { spendCode, type SecondStepDeps } from './second-step.store.ts'
import { accountOf, nobody, readAccount, useStep, type Account } from './store.ts'
import { acceptedStep } from './totp.ts'

/** Where a person's authenticator secret is sealed for: it opens for nobody else's row. */
export const totpContext = (userId: string) => `app_user.totp_secret ${userId}`

/** The one answer to a wrong address, a wrong password, a wrong code and too many tries. */
const refusal = () => new Unauthenticated('This email and password do not match, or there were too many tries.')

export interface ProveDeps extends SecondStepDeps {
  secrets: Secrets
  attempts: Attempts
  /** Sends what waits once the answer has left. */
  send: () => void
}

/**
 * Proves a password and, where the account asks for it, a code: the authenticator's, or a recovery code. An unknown address goes
 * through the same steps as a known one: one look-up, one row read, one password hashed.
 * @throws Unauthenticated alike, whatever was wrong
 */
export async function prove(
  deps: ProveDeps,
  { password, code, ...trying }: Trying & { password: string; code?: string | undefined },
): Promise<{ status: 'proved'; userId: string } | { status: 'code_needed' }> {
  const { door, attempts } = deps
  const attempt = await attempts.begin(trying, 'sign-in')
  // A lock falls on unknown addresses as on known ones, so it may show; hashing for whoever is locked would let them busy us.
  if (!attempt) throw refusal()
  const userId = await accountOf(door.database, trying.email)
  const account = await readAccount(door, userId ?? nobody())
  const encoded = account?.passwordHash ?? (await nobodysHash(() => randomBytes(32).toString('hex')))
  const right = await isPassword(encoded, password)
  if (!account || !right) throw refusal()
  if (account.totpConfirmedAt !== null) {
    if (code === undefined || code.trim() === '') {
      await attempt.takeBack()
      return { status: 'code_needed' }
    }
    if (!(await isCode(deps, account, code))) throw refusal()
  }
  await attempt.succeeded()
  return { status: 'proved', userId: account.userId }
}

/** Is this the authenticator's code, or one of the recovery codes, for the first time? */
async function isCode(deps: ProveDeps, account: Account, code: string): Promise<boolean> {
  const { door, secrets, now } = deps
  const { userId, email, totpSecret, totpLastStep } = account
  if (!totpSecret) return false
  const step = acceptedStep(secrets.open(totpSecret, totpContext(userId)), code, now(), totpLastStep)
  if (step !== undefined) return useStep(door, userId, step)
  const spent = await spendCode(deps, userId, code, (left) => codeUsedMail(email, left))
  if (spent) deps.send()
  return spent
}
