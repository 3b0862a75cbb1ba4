import { randomBytes } from 'node:crypto'
import { and, auditAtHome, eq, isNull, sql, tables, type Door, type Transaction } from '@throughline/db'
import type { Mail, Mailer } from '../mail/index.ts'
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts'
import type { Account } from './store.ts'

const { appUser: user, recoveryCode } = tables

/** What changing a second step needs: the mail that tells of it leaves with the commit. */
export interface SecondStepDeps {
  door: Door
  mailer: Mailer
  now: () => Date
}

/** Tells the person, by mail, and the audit at home. */
async function tell(
  { mailer, now }: SecondStepDeps,
  db: Transaction,
  userId: string,
  action: string,
  mail: Mail,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await mailer.queue(db, mail)
  await auditAtHome(db, userId, { at: now(), actor: `user:${userId}`, action, subject: userId, detail })
}

/** Puts fresh codes in place of all earlier ones. @returns them, to be shown once */
async function replaceCodes(db: Transaction, userId: string, now: Date): Promise<string[]> {
  const codes = newRecoveryCodes(randomBytes)
  await db.delete(recoveryCode).where(eq(recoveryCode.userId, userId))
  await db.insert(recoveryCode).values(
    codes.map((code) => ({
      userId,
      codeHash: recoveryCodeHash(code) ?? '',
      createdAt: now.toISOString(),
      usedAt: null,
    })),
  )
  return codes
}

async function codesLeftIn(db: Transaction, userId: string): Promise<number> {
  return db.$count(recoveryCode, and(eq(recoveryCode.userId, userId), isNull(recoveryCode.usedAt)))
}

/** Recovery codes that were not used yet. */
export function codesLeft(door: Door, userId: string): Promise<number> {
  return door.asThemselves(userId, ({ db }) => codesLeftIn(db, userId))
}

/**
 * Puts the second step in force for the authenticator that the code was shown by.
 * @returns fresh recovery codes; nothing when another authenticator was begun with, or this one confirmed, in the meantime
 */
export async function turnOn(
  deps: SecondStepDeps,
  { userId, totpSecret }: Pick<Account, 'userId' | 'totpSecret'>,
  step: number,
  mail: Mail,
): Promise<string[] | undefined> {
  const now = deps.now()
  return deps.door.asThemselves(userId, async ({ db }) => {
    const confirmed = await db
      .update(user)
      .set({ totpConfirmedAt: now.toISOString(), totpLastStep: step })
      .where(and(eq(user.userId, userId), isNull(user.totpConfirmedAt), sql`totp_secret = ${totpSecret}`))
      .returning({ userId: user.userId })
    if (confirmed.length === 0) return undefined
    const codes = await replaceCodes(db, userId, now)
    await tell(deps, db, userId, 'totp.confirmed', mail)
    return codes
  })
}

/** Ends the second step: neither authenticator nor recovery codes remain. */
export async function turnOff(deps: SecondStepDeps, userId: string, mail: Mail): Promise<void> {
  await deps.door.asThemselves(userId, async ({ db }) => {
    await db
      .update(user)
      .set({ totpSecret: null, totpConfirmedAt: null, totpLastStep: null })
      .where(eq(user.userId, userId))
    await db.delete(recoveryCode).where(eq(recoveryCode.userId, userId))
    await tell(deps, db, userId, 'totp.removed', mail)
  })
}

/**
 * Puts fresh recovery codes in place of the earlier ones.
 * @returns nothing where the second step is off
 */
export async function renewCodes(deps: SecondStepDeps, userId: string, mail: Mail): Promise<string[] | undefined> {
  return deps.door.asThemselves(userId, async ({ db }) => {
    const [account] = await db.select().from(user).where(eq(user.userId, userId)).for('update')
    if (!account || account.totpConfirmedAt === null) return undefined
    const codes = await replaceCodes(db, userId, deps.now())
    await tell(deps, db, userId, 'recovery_codes.renewed', mail)
    return codes
  })
}

/**
 * Spends a recovery code, unless somebody did first.
 * @returns whether it was one of the person's and this was the first use of it
 */
export async function spendCode(
  deps: SecondStepDeps,
  userId: string,
  typed: string,
  mail: (left: number) => Mail,
): Promise<boolean> {
  const codeHash = recoveryCodeHash(typed)
  if (codeHash === undefined) return false
  return deps.door.asThemselves(userId, async ({ db }) => {
    const spent = await db
      .update(recoveryCode)
      .set({ usedAt: deps.now().toISOString() })
      .where(and(eq(recoveryCode.userId, userId), eq(recoveryCode.codeHash, codeHash), isNull(recoveryCode.usedAt)))
      .returning({ codeHash: recoveryCode.codeHash })
    if (spent.length === 0) return false
    const left = await codesLeftIn(db, userId)
    await tell(deps, db, userId, 'recovery_code.used', mail(left), { codesLeft: left })
    return true
  })
}
