import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEmulator, type ActBlueEmulator } from '@throughline/connector-actblue/emulator'
import * as kit from '@throughline/connector-kit'
import { connectors } from '@throughline/connectors'
import { createActions } from '@throughline/core/actions'
import { createApiKeys } from '@throughline/core/api-keys'
import { attributionThreads, createAttribution, followBatches } from '@throughline/core/attribution'
import { createAudit } from '@throughline/core/audit'
import { connectionAlerts, createConnections, type ReadDeps } from '@throughline/core/connections'
import { createContacts } from '@throughline/core/contacts'
import { createConversionsOut } from '@throughline/core/conversions-out'
import { createEventDesk, createEventIntake, createVisits } from '@throughline/core/events'
import { createEventImports } from '@throughline/core/events/import'
import { createGoals } from '@throughline/core/goals'
import { createQuarantineDesk, createReceiver } from '@throughline/core/ingest'
import { createJobDesk } from '@throughline/core/jobs'
import { createLinks } from '@throughline/core/links'
import { createMatching } from '@throughline/core/matching'
import { createMailer } from '@throughline/core/mail'
import { createMetrics as createFigures } from '@throughline/core/metrics'
import { createAlerts, createNotifier, type After } from '@throughline/core/notify'
import { createPipelines } from '@throughline/core/pipeline'
import { createSegments } from '@throughline/core/segments'
import { createDataHealth } from '@throughline/core/quality'
import { createSecrets, masterKeyFrom } from '@throughline/core/secrets'
import { createSignIn } from '@throughline/core/sign-in'
import { createTenants } from '@throughline/core/tenants'
import { createWriteBack } from '@throughline/core/write-back'
import { cast, plantCast, testDatabase, type TestDatabase } from '@throughline/db/testing'
import { createApi, createMetrics, createNotices, type Api, type Services } from '../../src/index.ts'
import { browser, origin, type Browser } from './browser.ts'
import { jobHand } from './job-hand.ts'
import { logBook } from './log-book.ts'
import { porter, porterApp } from './porter.ts'
import { recording, type AnswerGiven } from './recording.ts'
import { sortingIds } from './sorting-ids.ts'

export type Name = 'olive' | 'adam' | 'sam' | 'ana' | 'carla' | 'vera' | 'otto' | 'rex'

/** Nobody waits in a test: what is put off is done when the event loop comes round. */
const atOnce: After = (_ms, run) => {
  const handle = setImmediate(run)
  return () => clearImmediate(handle)
}

/** The whole house in one process, over a database of its own, with ActBlue's emulator for the outside world. */
export interface House {
  api: Api
  services: Services
  t: TestDatabase
  actblue: ActBlueEmulator
  now: () => Date
  newId: () => string
  log: () => string
  /** A browser with the person's session. */
  as(name: Name): Promise<Browser>
  nobody(): Browser
  /** Runs the jobs that wait, and lets what was left for after the answer finish. */
  settle(): Promise<void>
  /** A job of this client fails for good. */
  bury(tenantId: string, ref: string, failure?: Error): Promise<void>
  /** Every answer so far but streams: where it was asked for, and its headers and body as text. */
  answers(): Promise<AnswerGiven[]>
  close(): Promise<void>
}

export async function openHouse(
  options: { now?: () => Date; plant?: boolean; limits?: Parameters<typeof testDatabase>[1] } = {},
): Promise<House> {
  const now = options.now ?? (() => new Date('2026-11-20T15:00:00Z'))
  const t = await testDatabase(now, options.limits)
  const { door, database } = t
  const secrets = createSecrets(masterKeyFrom(Buffer.alloc(32, 7)))
  const mailer = createMailer({ database, secrets, now })
  const actblue = createEmulator({
    clock: { now, sleep: async () => {}, advance: () => {}, slept: [] },
    random: () => 0.5,
  })
  actblue.limits = 'off'
  const spoolDir = await mkdtemp(join(tmpdir(), 'throughline-api-test-'))
  const book = logBook()
  const left = new Set<Promise<void>>()
  const later = (work: () => Promise<void>) => {
    const promise = work().finally(() => left.delete(promise))
    left.add(promise)
  }
  const threads = attributionThreads(1)
  const hand = jobHand((nudge, error, died) => book.logger.warn({ kind: nudge.kind, error, died }, 'a job failed'))
  const notifier = followBatches(createNotifier({ database, now }), hand.queue, atOnce)
  const deps: ReadDeps = {
    ...{ door, secrets, kit, notifier, now },
    connectors: { ...connectors, porter },
    apps: (connector) => (connector === 'porter' ? porterApp : undefined),
    queue: hand.queue,
    newId: sortingIds(now),
    states: new kit.HttpStates(),
    addressOf: () => ({ unlimited: true }),
    around: { fetch: (request) => actblue.fetch(request), now, random: () => 0.5, sleep: async () => {}, spoolDir },
  }
  const signIn = createSignIn({ door, secrets, mailer, now, publicUrl: origin, later })
  const tenants = createTenants({
    ...{ door, secrets, mailer, signIn, now, later },
    publicUrl: origin,
    restateDays: (tenantId, workId) => hand.queue.add({ tenantId, kind: 'change-zone', ref: workId, attempt: 0 }),
  })
  if (options.plant ?? true) await plantCast(t.superuser, await signIn.hashPassword(cast.password))
  const services: Services = {
    signIn,
    tenants,
    audit: createAudit({ door }),
    mailer,
    contacts: createContacts({ door, secrets, now, newId: deps.newId }),
    actions: createActions(deps),
    conversionsOut: createConversionsOut(deps),
    writeBack: createWriteBack(deps),
    connections: createConnections({ ...deps, publicUrl: origin }),
    receiver: createReceiver({ ...deps, publicUrl: origin, after: atOnce }),
    quarantine: createQuarantineDesk(deps),
    jobs: createJobDesk({ door, queue: hand.queue, now }),
    apiKeys: createApiKeys({ door, now, later }),
    visits: createVisits({ door, now, later }),
    matching: createMatching(deps),
    dataHealth: createDataHealth({ door, now }),
    alerts: createAlerts({
      ...{ door, secrets, notifier, now, queue: hand.queue, newId: deps.newId, mailer, publicUrl: origin },
      rules: connectionAlerts,
      postWebhook: async () => ({ status: 200, retryAfter: null }),
    }),
    segments: createSegments(deps),
    goals: createGoals(deps),
    links: createLinks({
      ...{ door, now, later, connectors: deps.connectors },
      report: (message, detail) => {
        book.logger.warn(detail, message)
      },
    }),
    events: createEventIntake({ ...deps, sources: new Set(Object.keys(deps.connectors)) }),
    eventDesk: createEventDesk({ ...deps, sources: new Set(Object.keys(deps.connectors)) }),
    eventImports: createEventImports(deps),
    figures: createFigures({ door, now, secrets, threads }),
    pipelines: createPipelines({ door, now }),
    attribution: createAttribution({ door, now, secrets, queue: hand.queue, threads }),
    grantsOf: (actor) => door.grantsOf(actor),
    notices: createNotices(database),
  }
  const recorded = recording(
    createApi({
      services,
      metrics: createMetrics(),
      logger: book.logger,
      now,
      publicUrl: origin,
      readiness: {},
    }),
  )
  const { api } = recorded
  return {
    ...{ api, services, t, actblue, now },
    newId: deps.newId,
    log: book.text,
    as: async (name) => browser(api, (await signIn.open(cast[name])).token),
    nobody: () => browser(api),
    async settle() {
      await new Promise(setImmediate)
      while (left.size > 0) await Promise.all(left)
      await hand.work(deps)
      // What follows from batches is nudged once more when its rest is over.
      await new Promise(setImmediate)
      await hand.work(deps)
    },
    bury: (tenantId, ref, failure) => hand.bury(deps, { tenantId, kind: 'reprocess', ref }, failure),
    answers: recorded.answers,
    async close() {
      await api.close()
      await notifier.close()
      await threads.close()
      await Promise.allSettled(left)
      await rm(spoolDir, { recursive: true, force: true })
      await t.drop()
    },
  }
}
