import type { Actor, Door, Transaction } from '@throughline/db'
import type { Mailer } from '../mail/index.ts'
import type { Secrets } from '../secrets/index.ts'

/** What signing in needs from outside. */
export interface SignInDeps {
  door: Door
  secrets: Secrets
  mailer: Mailer
  now: () => Date
  /** Where links in mails lead, without a slash at the end. */
  publicUrl: string
  /** Runs work after the answer has left, so that its length says nothing. Errors are the caller's to log. */
  later: (work: () => Promise<void>) => void
}

/** Signed in: `token` goes into the cookie and nowhere else. */
export interface SignedIn {
  status: 'signed_in'
  token: string
  userId: string
  expiresAt: Date
}
export type SignInResult = SignedIn | { status: 'code_needed' }

/** Somebody behind a cookie. `renewed`: the session's end moved, so the cookie's must too. */
export interface Authenticated {
  actor: Actor & { kind: 'user' }
  userId: string
  expiresAt: Date
  renewed: boolean
}

/** Whose password is being proved, and from which network address. */
export interface Credentials {
  email: string
  password: string
  /** The authenticator's six digits or a recovery code, where the account asks for one. */
  code?: string | undefined
  /** The caller's network address: tries are limited by it too. */
  address: string
  /** What `rememberBrowser` gave the caller's browser. */
  browser?: string | undefined
}

/** Everything about proving who somebody is. */
export interface SignIn {
  /** @throws Unauthenticated alike for an unknown address, a wrong password, a wrong code and a lock */
  signIn(input: Credentials): Promise<SignInResult>
  /** The person behind a session's token, or nobody. */
  authenticate(token: string): Promise<Authenticated | undefined>
  signOut(token: string): Promise<void>
  /** Ends every session of the person; their open pages hear it. */
  signOutEverywhere(actor: Actor): Promise<void>
  /**
   * For the browser of somebody just proved to keep: what lets it try again when strangers have used up everybody else's tries.
   * @param browser what it kept so far
   */
  rememberBrowser(userId: string, browser: string | undefined): Promise<{ text: string; expiresAt: Date }>
  /** Ends the person's other sessions. @throws Invalid('…', 'current') when the current password is wrong */
  changePassword(actor: Actor, token: string, input: { current: string; password: string }): Promise<void>
  /** Mails a link that works once and for an hour; answers alike, and as fast, for unknown addresses. */
  forgot(input: Pick<Credentials, 'email' | 'address' | 'browser'>): Promise<void>
  /** Ends all sessions. @throws NotFound for a link that is used, expired or unknown alike */
  reset(input: { token: string; password: string }): Promise<{ userId: string }>
  /** Whether signing in asks for a code, and how many recovery codes were not used yet. */
  secondStep(actor: Actor): Promise<{ on: boolean; codesLeft: number }>
  /** Begins enrolling an authenticator; nothing is asked for until it is confirmed. */
  totpBegin(actor: Actor): Promise<{ secret: string; uri: string }>
  /** Turns the second step on. The recovery codes are told once. @throws Invalid('…', 'code') */
  totpConfirm(actor: Actor, input: { code: string }): Promise<{ codes: string[] }>
  /** Turns it off, and ends the recovery codes. @throws Invalid('…', 'password') */
  totpRemove(actor: Actor, input: { password: string }): Promise<void>
  /** Fresh recovery codes in place of the earlier ones, told once. @throws Invalid('…', 'password') */
  renewRecoveryCodes(actor: Actor, input: { password: string }): Promise<{ codes: string[] }>
  /** Proves an existing account's password and code, with the same limits as signing in; opens no session. */
  prove(input: Credentials): Promise<{ status: 'proved'; userId: string } | { status: 'code_needed' }>
  /** Opens a session for somebody just proved. */
  open(userId: string): Promise<SignedIn>
  /** Writes a new person in a transaction that acts as them. @throws Conflict when the address has an account */
  addUser(db: Transaction, user: { userId: string; email: string; name: string; passwordHash: string }): Promise<void>
  /** argon2id of a password that is long enough. @throws Invalid('…', 'password') */
  hashPassword(password: string): Promise<string>
  /** The account of an address, where there is one. */
  accountOf(email: string): Promise<string | undefined>
  /** Forgets sessions, resets and limits that are over. For a daily job. */
  purge(): Promise<void>
}
