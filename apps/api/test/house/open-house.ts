import { createAudit } from '@throughline/core/audit'
import { createMailer } from '@throughline/core/mail'
import { createSecrets, masterKeyFrom } from '@throughline/core/secrets'
import { createSignIn } from '@throughline/core/sign-in'
import { createTenants } from '@throughline/core/tenants'
import { cast, plantCast, testDatabase, type TestDatabase } from '@throughline/db/testing'
import { createApi, createMetrics, createNotices, type Api, type Services } from '../../src/index.ts'
import { browser, origin, type Browser } from './browser.ts'
import { logBook } from './log-book.ts'

export type Name = 'olive' | 'adam' | 'sam' | 'ana' | 'carla' | 'vera' | 'otto' | 'rex'

/** The whole house in one process, over a database of its own, with the cast signed in where a test asks for them. */
export interface House {
  api: Api
  services: Services
  t: TestDatabase
  now: () => Date
  log: () => string
  /** A browser with the person's session. */
  as(name: Name): Promise<Browser>
  nobody(): Browser
  /** Lets what was left for after the answer finish. */
  settle(): Promise<void>
  close(): Promise<void>
}

export async function openHouse(now: () => Date = () => new Date('2026-11-20T15:00:00Z')): Promise<House> {
  const t = await testDatabase(now)
  const { door, database } = t
  const secrets = createSecrets(masterKeyFrom(Buffer.alloc(32, 7)))
  const mailer = createMailer({ database, secrets, now })
  const left = new Set<Promise<void>>()
  const later = (work: () => Promise<void>) => {
    const promise = work().finally(() => left.delete(promise))
    left.add(promise)
  }
  const signIn = createSignIn({ door, secrets, mailer, now, publicUrl: origin, later })
  const tenants = createTenants({
    door,
    secrets,
    mailer,
    signIn,
    now,
    publicUrl: origin,
    later,
    changeZone: async () => {},
  })
  await plantCast(t.superuser, await signIn.hashPassword(cast.password))
  const services = {
    signIn,
    tenants,
    audit: createAudit({ door }),
    mailer,
    grantsOf: (actor) => door.grantsOf(actor),
    notices: createNotices(database),
  } as Services
  const book = logBook()
  const api = createApi({
    services,
    metrics: createMetrics(),
    logger: book.logger,
    now,
    publicUrl: origin,
    readiness: {},
  })
  return {
    api,
    services,
    t,
    now,
    log: book.text,
    as: async (name) => browser(api, (await signIn.open(cast[name])).token),
    nobody: () => browser(api),
    async settle() {
      while (left.size > 0) await Promise.all(left)
    },
    async close() {
      await api.close()
      await Promise.allSettled(left)
      await t.drop()
    },
  }
}
