import { createSecrets, masterKeyFrom, type Secrets } from '../../secrets/index.ts'
import { createMailer, type Mailer, type OutboxMail } from '../../mail/index.ts'
import { createSignIn, type SignIn } from '../../sign-in/index.ts'
import { hashPassword } from '../../sign-in/password.ts'
import { authenticateSession, type Actor } from '@throughline/db'
import { cast, plantCast, testDatabase, type TestDatabase } from '@throughline/db/testing'
import { createTenants } from '../create-tenants.ts'
import type { Tenants } from '../tenants.ts'

/** Everything that signing in and inviting need, over a database of its own, with a clock that the test turns. */
export interface FrontDesk {
  t: TestDatabase
  signIn: SignIn
  tenants: Tenants
  mailer: Mailer
  secrets: Secrets
  /** What was left to be done after an answer has now been done. */
  settled(): Promise<void>
  passes(milliseconds: number): void
  now: () => Date
  /** Mails to an address, newest first. */
  mailsTo(address: string): Promise<OutboxMail[]>
  /** The token at the end of the newest mail's link to an address. */
  tokenFor(address: string): Promise<string>
  /** Work that was nudged to restate days. */
  restatings: { tenantId: string; workId: string }[]
}

/** The cast's email. */
export const emailOf = (name: keyof typeof cast) => `${name}@example.org`
export const password = cast.password
export const minutes = (n: number) => n * 60_000
export const hours = (n: number) => n * 3_600_000
export const days = (n: number) => n * 86_400_000

let theirHash: Promise<string> | undefined

/** Opens the desk with the whole cast, or with nobody. Drop `t` afterwards. */
export async function frontDesk(who: 'cast' | 'nobody' = 'cast'): Promise<FrontDesk> {
  let at = Date.parse('2026-11-20T15:00:00.000Z')
  const now = () => new Date(at)
  const t = await testDatabase(now)
  if (who === 'cast') await plantCast(t.superuser, await (theirHash ??= hashPassword(password)))
  const secrets = createSecrets(masterKeyFrom(new Uint8Array(32).fill(7)))
  const mailer = createMailer({ database: t.database, secrets, now })
  const waiting: (() => Promise<void>)[] = []
  const later = (work: () => Promise<void>) => void waiting.push(work)
  const publicUrl = 'https://throughline.example'
  const signIn = createSignIn({ door: t.door, secrets, mailer, now, publicUrl, later })
  const restatings: FrontDesk['restatings'] = []
  const tenants = createTenants({
    door: t.door,
    secrets,
    mailer,
    signIn,
    now,
    publicUrl,
    later,
    restateDays: async (tenantId, workId) => void restatings.push({ tenantId, workId }),
  })
  const mailsTo = async (address: string) => ((await mailer.outbox(1_000)) ?? []).filter((mail) => mail.to === address)
  return {
    t,
    signIn,
    tenants,
    mailer,
    secrets,
    async settled() {
      for (let work = waiting.shift(); work; work = waiting.shift()) await work()
    },
    passes: (milliseconds) => void (at += milliseconds),
    now,
    mailsTo,
    async tokenFor(address) {
      const [mail] = await mailsTo(address)
      const token = /\/(?:invitation|reset)\/(\S+)/.exec(mail?.text ?? '')?.[1]
      if (!token) throw new Error('no mail with a link')
      return token
    },
    restatings,
  }
}

/** Signs some of the cast in. @returns who each is, as the door knows them */
export async function signedIn(
  desk: FrontDesk,
  names: readonly (keyof typeof cast)[],
): Promise<(name: keyof typeof cast) => Actor> {
  const actors = new Map<string, Actor>()
  for (const name of names) {
    const { token } = await desk.signIn.open(cast[name])
    const actor = await authenticateSession(desk.t.database, token, desk.now())
    if (actor) actors.set(name, actor)
  }
  return (name) => {
    const actor = actors.get(name)
    if (!actor) throw new Error(`${name} is not here`)
    return actor
  }
}
