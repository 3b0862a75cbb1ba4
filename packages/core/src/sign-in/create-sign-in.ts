import { randomBytes } from 'node:crypto'
import { Invalid, NotFound, Unauthenticated } from '@throughline/canonical'
import { createAttempts } from './attempts.store.ts'
import { knownBrowser, rememberBrowser } from './known-browser.ts'
import { loginOf } from './login.ts'
import { changedMail, resetMail } from './mails.ts'
import { hashPassword, nobodysHash } from './password.ts'
import { prove } from './prove.ts'
import { ownerOfReset, spendReset, writeReset } from './resets.store.ts'
import { createSecondStep } from './second-step.ts'
import { createSessions, personOf } from './sessions.store.ts'
import type { Credentials, SignIn, SignInDeps } from './sign-in.ts'
import { accountOf, addUser, changeAccount, readAccount } from './store.ts'

/** Proving who somebody is, over Lucia's sessions, argon2id passwords and an optional second step. */
export function createSignIn(deps: SignInDeps): SignIn {
  const { door, secrets, mailer, now, publicUrl, later } = deps
  const sessions = createSessions(door, now)
  const attempts = createAttempts(door.database, secrets, now)
  const send = () =>
    later(async () => {
      await mailer.deliver()
    })
  const proving = { door, secrets, attempts, mailer, now, send }
  // Made now, so that the first unknown address takes no longer than the second.
  void nobodysHash(() => randomBytes(32).toString('hex'))

  /** A browser that signed in to this account before is counted apart. */
  const trying = ({ email, address, browser }: Pick<Credentials, 'email' | 'address' | 'browser'>) => {
    const known = knownBrowser(secrets, browser, loginOf(email), now())
    return { email, address, apart: known && `browser ${known}` }
  }
  const proveByCredentials = ({ password, code, ...who }: Credentials) =>
    prove(proving, { ...trying(who), password, code })

  /** The signed-in person's own password again: limited apart, for whoever has the session. */
  const proveOwn = async (userId: string, password: string, field: string) => {
    const account = await readAccount(door, userId)
    if (!account) throw new Unauthenticated('Sign in first.')
    const { email } = account
    // Somebody signed in has shown a code already: only the password is asked again.
    await prove(proving, { email, password, address: '', apart: `person ${userId}` }).catch((error: unknown) => {
      throw error instanceof Unauthenticated ? new Invalid('This is not your password.', field) : error
    })
    return account
  }

  return {
    async signIn(input) {
      const proved = await proveByCredentials(input)
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
    async rememberBrowser(userId, browser) {
      const account = await readAccount(door, userId)
      if (!account) throw new Unauthenticated('Sign in first.')
      return rememberBrowser(secrets, browser, loginOf(account.email), now())
    },
    async changePassword(actor, token, { current, password }) {
      const userId = personOf(actor)
      const account = await proveOwn(userId, current, 'current')
      const passwordHash = await hashPassword(password)
      await changeAccount(door, userId, {
        at: now(),
        action: 'password.changed',
        set: { passwordHash },
        endOtherSessionsThan: token,
      })
      await notice(account.email)
    },
    async forgot(input) {
      if (!(await attempts.begin(trying(input), 'forgot'))) return
      // After the answer, so that neither it nor its length says whether there is an account.
      later(async () => {
        const userId = await accountOf(door.database, input.email)
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
      return { userId }
    },
    ...createSecondStep({ door, secrets, mailer, now, proveOwn, send }),
    prove: proveByCredentials,
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
    send()
  }
}
