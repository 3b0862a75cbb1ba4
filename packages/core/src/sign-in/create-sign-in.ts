import { randomBytes } from 'node:crypto'
import { Invalid, NotFound, Unauthenticated } from '@throughline/canonical'
import { createAttempts } from './attempts.store.ts'
import { hashPassword, nobodysHash } from './password.ts'
import { prove, totpContext } from './prove.ts'
import { resetMail, changedMail } from './mails.ts'
import { ownerOfReset, spendReset, writeReset } from './resets.store.ts'
import { createSessions, personOf } from './sessions.store.ts'
import type { SignIn, SignInDeps } from './sign-in.ts'
import { accountOf, addUser, changeAccount, readAccount } from './store.ts'
import { acceptedStep, newTotpSecret, totpInvitation } from './totp.ts'

/** Proving who somebody is, over Lucia's sessions, argon2id passwords and optional authenticator codes. */
export function createSignIn(deps: SignInDeps): SignIn {
  const { door, secrets, mailer, now, publicUrl, later } = deps
  const sessions = createSessions(door, now)
  const attempts = createAttempts(door.database, secrets, now)
  const proving = { door, secrets, attempts, now }
  // Made now, so that the first unknown address takes no longer than the second.
  void nobodysHash(() => randomBytes(32).toString('hex'))

  /** The signed-in person's own password again, with the same limits. */
  const proveOwn = async (userId: string, password: string, address: string, field: string) => {
    const account = await readAccount(door, userId)
    if (!account) throw new Unauthenticated('Sign in first.')
    // Somebody signed in has shown a code already: only the password is asked again.
    await prove(proving, { email: account.email, password, address }).catch((error: unknown) => {
      throw error instanceof Unauthenticated ? new Invalid('This is not your password.', field) : error
    })
    return account
  }

  return {
    async signIn(input) {
      const proved = await prove(proving, input)
      if (proved.status === 'code_needed') return proved
      const opened = await sessions.open(proved.userId)
      await changeAccount(door, proved.userId, { at: now(), action: 'session.opened', set: {} })
      return opened
    },
    authenticate: (token) => sessions.authenticate(token),
    async signOut(token) {
      await sessions.close(token)
    },
    async signOutEverywhere(actor) {
      await changeAccount(door, personOf(actor), {
        at: now(),
        action: 'session.all_ended',
        set: {},
        endOtherSessionsThan: null,
      })
    },
    async changePassword(actor, token, { current, password, address }) {
      const userId = personOf(actor)
      const account = await proveOwn(userId, current, address, 'current')
      const passwordHash = await hashPassword(password)
      await changeAccount(door, userId, {
        at: now(),
        action: 'password.changed',
        set: { passwordHash },
        endOtherSessionsThan: token,
      })
      await notice(account.email)
    },
    async forgot({ email, address }) {
      if (!(await attempts.begin({ email, address }, 'forgot'))) return
      // After the answer, so that neither it nor its length says whether there is an account.
      later(async () => {
        const userId = await accountOf(door.database, email)
        if (userId === undefined) return
        await writeReset(door, mailer, userId, now(), (token, to) => resetMail(to, `${publicUrl}/reset/${token}`))
        await mailer.deliver()
      })
    },
    async reset({ token, password }) {
      const userId = await ownerOfReset(door, token, now())
      if (userId === undefined) throw new NotFound('This link does not work any more.')
      await spendReset(door, userId, token, await hashPassword(password), now())
      const account = await readAccount(door, userId)
      if (account) await notice(account.email)
    },
    async totpBegin(actor) {
      const userId = personOf(actor)
      const account = await readAccount(door, userId)
      if (!account) throw new Unauthenticated('Sign in first.')
      if (account.totpConfirmedAt !== null)
        throw new Invalid('Codes are asked for already. Remove the old authenticator first.')
      const secret = newTotpSecret()
      await changeAccount(door, userId, {
        at: now(),
        action: 'totp.begun',
        set: { totpSecret: secrets.seal(secret, totpContext(userId)), totpLastStep: null },
      })
      return totpInvitation(secret, account.email)
    },
    async totpConfirm(actor, { code }) {
      const userId = personOf(actor)
      const account = await readAccount(door, userId)
      if (!account?.totpSecret || account.totpConfirmedAt !== null) throw new Invalid('Begin again.', 'code')
      const secret = secrets.open(account.totpSecret, totpContext(userId))
      const step = acceptedStep(secret, code, now(), account.totpLastStep)
      if (step === undefined) throw new Invalid('This code is wrong, or its half minute is over.', 'code')
      await changeAccount(door, userId, {
        at: now(),
        action: 'totp.confirmed',
        set: { totpConfirmedAt: now().toISOString(), totpLastStep: step },
      })
    },
    async totpRemove(actor, { password, address }) {
      const userId = personOf(actor)
      await proveOwn(userId, password, address, 'password')
      await changeAccount(door, userId, {
        at: now(),
        action: 'totp.removed',
        set: { totpSecret: null, totpConfirmedAt: null, totpLastStep: null },
      })
    },
    prove: (input) => prove(proving, input),
    open: (userId) => sessions.open(userId),
    addUser: (db, user) => addUser(db, { ...user, at: now() }),
    hashPassword,
    accountOf: (email) => accountOf(door.database, email),
    async purge() {
      await sessions.purge()
      await attempts.purge()
    },
  }

  async function notice(email: string): Promise<void> {
    await door.database.begin([], (db) => mailer.queue(db, changedMail(email)))
    later(async () => {
      await mailer.deliver()
    })
  }
}
