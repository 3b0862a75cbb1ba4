import { randomUUIDv7 } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { connector } from '@throughline/connector-actblue'
import { createEmulator, type ActBlueEmulator } from '@throughline/connector-actblue/emulator'
import * as kit from '@throughline/connector-kit'
import { fakeClock, type Clock } from '@throughline/connector-kit/testing'
import { authenticateJob, type Inside } from '@throughline/db'
import { cast, plantCast, testDatabase, type TestDatabase } from '@throughline/db/testing'
import { userActor } from '../../../../db/src/actor.ts'
import { runAction } from '../../actions/index.ts'
import { attribute } from '../../attribution/index.ts'
import { reconcileMatches } from '../../matching/index.ts'
import { createConnections } from '../../connections/index.ts'
import {
  askHeld,
  backfill,
  fetchHints,
  readConnection,
  reconcile,
  registerWebhooks,
  reprocess,
  runStream,
  type ReadDeps,
} from '../../connections/index.ts'
import { sendConversions } from '../../conversions-out/index.ts'
import { writeAttribution } from '../../write-back/index.ts'
import { importEvents } from '../../events/import/index.ts'
import { fireSchedule, runNudge, type Handler, type Nudge, type NudgeKind, type Queue } from '../../jobs/index.ts'
import type { After, News } from '../../notify/index.ts'
import { createSecrets, masterKeyFrom } from '../../secrets/index.ts'
import {
  changeZone,
  createReceiver,
  createQuarantineDesk,
  forgetOld,
  mergeStrips,
  processInbox,
  replayAll,
} from '../index.ts'
import type { Connectors } from '../deps.ts'
import type { Received } from '../receiver.ts'

/** The whole receiving side over a real database, with the emulated provider and a clock that moves when told. */
export interface SourceFixture {
  t: TestDatabase
  clock: Clock
  emulator: ActBlueEmulator
  deps: ReadDeps
  connections: ReturnType<typeof createConnections>
  receiver: ReturnType<typeof createReceiver>
  desk: ReturnType<typeof createQuarantineDesk>
  news: News[]
  /** What waits in the queue, oldest first. */
  waiting: { nudge: Nudge; at: Date }[]
  inside<T>(fn: (inside: Inside) => Promise<T>, tenantId?: string): Promise<T>
  /** Makes a connection to the emulator; its history is not read before `run`. */
  connect(tenantId?: string, more?: { entityIds?: string[]; from?: string }): Promise<string>
  /** Posts a signed notice to a connection. */
  post(connectionId: string, delivery: { kind: string; request: kit.RawRequest }): Promise<Received>
  /** Runs nudges until none waits, moving time on to the next, `steps` times at most. `rest`: until what is left waits a minute. */
  run(options?: { steps?: number; only?: NudgeKind; until?: 'rest' }): Promise<void>
  /** Net movements by day: `gross - fees - refunds` apart, in cents. */
  sums(tenantId?: string): Promise<Record<string, Record<string, number>>>
  drop(): Promise<void>
}

/** Nobody waits in a test: what is put off is done right after. */
const atOnce: After = (_ms, run) => {
  queueMicrotask(run)
  return () => {}
}

export const olive = userActor(cast.olive)
export const otto = userActor(cast.otto)
export const vera = userActor(cast.vera)

export interface SourceOptions {
  start?: string
  /** Connectors, registered apps and a provider beside the emulated ones. */
  connectors?: Connectors
  apps?: Record<string, unknown>
  fetch?: (request: Request) => Promise<Response>
}

export async function sourceFixture(options: SourceOptions = {}): Promise<SourceFixture> {
  const clock = fakeClock(options.start ?? '2026-11-15T15:00:00Z')
  const now = () => clock.now()
  const t = await testDatabase(now)
  await plantCast(t.superuser)
  let seed = 7
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647
  const emulator = createEmulator({ clock, random })
  const waiting: SourceFixture['waiting'] = []
  const news: News[] = []
  const same = (a: Nudge, b: Nudge) => a.tenantId === b.tenantId && a.kind === b.kind && a.ref === b.ref
  const queue: Queue = {
    async add(nudge, { at, ifNone } = {}) {
      const there = waiting.find((each) => same(each.nudge, nudge))
      if (there && ifNone) return
      if (there) Object.assign(there, { nudge, ...(at ? { at } : {}) })
      else waiting.push({ nudge, at: at ?? now() })
    },
  }
  const spoolDir = await mkdtemp(path.join(tmpdir(), 'throughline-spool-'))
  const deps: ReadDeps = {
    door: t.door,
    secrets: createSecrets(masterKeyFrom(new Uint8Array(32).fill(5))),
    connectors: { actblue: connector, ...options.connectors },
    apps: (id) => options.apps?.[id],
    kit,
    queue,
    notifier: { tell: (each) => void news.push(each) },
    now,
    newId: randomUUIDv7,
    around: {
      fetch: options.fetch ?? ((request) => emulator.fetch(request)),
      now,
      random,
      sleep: clock.sleep,
      spoolDir,
    },
    states: new kit.HttpStates(),
  }
  const connections = createConnections({ ...deps, publicUrl: 'https://app.example' })
  const receiver = createReceiver({ ...deps, publicUrl: 'https://app.example', after: atOnce })
  const handlers: Record<NudgeKind, Handler> = {
    'process-inbox': processInbox(deps),
    'fetch-hints': fetchHints(deps),
    'run-action': runAction(deps),
    'send-conversions': sendConversions(deps),
    'write-back': writeAttribution(deps),
    reconcile: reconcile(deps),
    'replay-quarantine': replayAll(deps),
    'fire-schedule': fireSchedule(deps),
    'read-connection': readConnection(deps),
    'run-stream': runStream(deps),
    backfill: backfill(deps),
    'ask-held': askHeld(deps),
    'register-webhooks': registerWebhooks(deps),
    reprocess: reprocess(deps),
    retention: forgetOld(deps),
    'change-zone': changeZone(deps),
    'merge-strips': mergeStrips(deps),
    'import-events': importEvents(deps),
    attribute: attribute(deps),
    'fit-models': async () => 'done',
    'reconcile-matches': reconcileMatches(deps),
    watch: async () => 'done',
    'tell-alerts': async () => 'done',
    'segment-people': async () => 'done',
  }

  return {
    t,
    clock,
    emulator,
    deps,
    connections,
    receiver,
    desk: createQuarantineDesk(deps),
    news,
    waiting,
    inside: (fn, tenantId = cast.harbor) => t.door.withTenant(authenticateJob(tenantId, 'test'), tenantId, fn),
    async connect(tenantId = cast.harbor, { entityIds = ['70001'], from = '2026-05-01' } = {}) {
      const { clickIdPatterns } = emulator.config
      const values = Object.fromEntries([
        ...Object.entries({ entityIds, backfillFrom: from, managedForms: false, clickIdPatterns }).map(([k, v]) => [
          `config.${k}`,
          v,
        ]),
        ...Object.entries(emulator.secrets.good).map(([k, v]) => [`secrets.${k}`, v]),
      ]) as Record<string, unknown>
      const actor = tenantId === cast.prairie ? otto : olive
      const { connectionId } = await connections.create(actor, tenantId, {
        connector: 'actblue',
        name: 'ActBlue',
        values,
      })
      return connectionId
    },
    post: (connectionId, { kind, request }) => receiver.receive({ connector: 'actblue', connectionId, kind, request }),
    async run({ steps = 200, only, until } = {}) {
      for (let step = 0; step < steps; step += 1) {
        const ready = waiting.filter(({ nudge }) => only === undefined || nudge.kind === only)
        const next = ready.sort((a, b) => a.at.getTime() - b.at.getTime())[0]
        if (!next || (until === 'rest' && next.at.getTime() - now().getTime() >= 60_000)) return
        if (next.at > now()) clock.advance(next.at.getTime() - now().getTime())
        waiting.splice(waiting.indexOf(next), 1)
        await runNudge({ ...deps, random, handlers }, next.nudge, new AbortController().signal)
      }
      throw new Error(`still busy after ${steps} slices`)
    },
    async sums(tenantId = cast.harbor) {
      const rows = await t.superuser<{ day: string; kind: string; minor: string }[]>`
        select day::text as day, kind, sum(minor) as minor from money_movement where tenant_id = ${tenantId}
        group by 1, 2 having sum(minor) <> 0 order by 1, 2`
      const days: Record<string, Record<string, number>> = {}
      for (const { day, kind, minor } of rows) (days[day] ??= {})[kind] = Number(minor)
      return days
    },
    drop: () => t.drop(),
  }
}
