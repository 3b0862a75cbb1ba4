import {
  createFaults,
  faulty,
  type Delivery,
  type Emulator,
  type EmulatorOptions,
  type Fault,
} from '@throughline/connector-kit/testing'
import type { Account } from '@throughline/connector-kit'
import { refusalBody, type Refusal } from './emulator-answer.ts'
import { EmulatedConversions } from './emulator-capi.ts'
import { createGraph } from './emulator-graph.ts'
import type { EmulatedLedger } from './emulator-ledger.ts'
import { createLimits } from './emulator-limits.ts'
import { EmulatedObjects } from './emulator-objects.ts'
import { challenge, hintOf, signBody, type HintLevel } from './emulator-postman.ts'
import { createReports, type ReportRules } from './emulator-reports.ts'
import { expectedRows } from './emulator-rows.ts'
import { seedAccounts, seedLedger } from './emulator-seed.ts'
import { EmulatedTokens } from './emulator-tokens.ts'
import { createTrouble } from './emulator-trouble.ts'
import { Config, type App, type Secrets } from './schema.ts'
import { addDays, dayIn } from './times.ts'

export * from './emulator-ledger.ts'
export { type ReceivedEvent } from './emulator-capi.ts'
export { creativeShapes, longId, seedAccounts, seedDelivery, seedLedger } from './emulator-seed.ts'
export { type HintLevel } from './emulator-postman.ts'
export { type ReportFate } from './emulator-reports.ts'

export interface MetaEmulatorOptions extends EmulatorOptions {
  /** Instead of the small world of every odd shape. */
  ledger?: EmulatedLedger
  /** The numbers of the accounts that are this client's. */
  own?: string[]
  /** As the connection holds them. */
  secrets?: Secrets
  app?: App
  config?: Partial<Config>
}

export interface MetaEmulator extends Emulator<Config, Secrets, App> {
  app: { good: App; bad: App }
  ledger: EmulatedLedger
  tokens: EmulatedTokens
  objects: EmulatedObjects
  conversions: EmulatedConversions
  /** Off: no limit and reports ready at once, to load history. */
  limits: 'on' | 'off'
  /** Points in five minutes: reading is one, writing three. */
  capacity: number
  /** How often the limit refused. */
  refusals(): number
  reports: ReportRules
  /** Items of the next batch that come back as null. */
  nullItems: number
  /** True where a request shows a token of this emulator. */
  knows(request: Request): boolean
  webhookFor(changes: readonly { level: HintLevel; id: string }[]): Delivery
  challenge(token: string): ReturnType<typeof challenge>
}

const dayMs = 86_400_000
const seedToken = 'EAAB-emulated-seed-token'
const seedApp: App = { appId: '700700', appSecret: 'test_app_secret', verifyToken: 'verify-emulated' }

/** A refusal of Meta's own as a fault in the way. */
export function refused(refusal: Refusal): Fault {
  return { type: 'status', status: refusal.status ?? 400, body: refusalBody(refusal) }
}

/** Meta as its documents describe it, over one ledger. */
export function createEmulator(options: MetaEmulatorOptions): MetaEmulator {
  const { clock, random } = options
  const now = () => clock.now()
  const ledger = options.ledger ?? seedLedger(now())
  const own = options.own ?? seedAccounts.slice(0, 2).map(({ id }) => id)
  const app = options.app ?? seedApp
  const issuedAt = now()
  const good: Secrets = options.secrets ?? {
    oauth: {
      accessToken: seedToken,
      issuedAt: issuedAt.toISOString(),
      expiresAt: new Date(issuedAt.getTime() + 60 * dayMs).toISOString(),
      scopes: ['ads_read', 'ads_management', 'business_management'],
    },
  }
  const tokens = new EmulatedTokens(app, now)
  const { oauth, systemUserToken } = good
  if (systemUserToken !== undefined) tokens.add(systemUserToken, { scopes: ['ads_read', 'ads_management'] })
  if (oauth)
    tokens.add(oauth.accessToken, {
      scopes: oauth.scopes,
      ...(oauth.expiresAt === undefined ? {} : { expiresAt: Date.parse(oauth.expiresAt) }),
    })
  const objects = new EmulatedObjects(ledger, now)
  const conversions = new EmulatedConversions()
  const faults = createFaults()
  const limits = createLimits({ capacity: () => emulator.capacity, on: () => emulator.limits === 'on' })
  const reports = createReports({
    ...{ ledger, now, random },
    rules: () => emulator.reports,
    quick: () => emulator.limits === 'off',
  })
  const config = Config.parse({
    adAccounts: own,
    backfillFrom: addDays(dayIn('UTC', now()), -50),
    breakdowns: ['demographic', 'placement', 'device', 'region'],
    datasetId: '5000',
    ...options.config,
  })
  const graph = createGraph({
    ...{ ledger, tokens, limits, objects, reports, conversions, now },
    datasets: new Set([config.datasetId ?? '5000']),
    versions: new Set(['v24.0', 'v25.0', 'v26.0']),
    nullItems: () => emulator.nullItems,
  })

  const emulator: MetaEmulator = {
    ledger,
    tokens,
    objects,
    conversions,
    faults,
    config,
    limits: 'on',
    capacity: 9_000,
    refusals: () => limits.refused,
    reports: { fates: [], mostRows: 100_000, partialEarly: false },
    nullItems: 0,
    app: { good: app, bad: { ...app, appSecret: 'another_app_secret' } },
    secrets: { good, bad: { oauth: { accessToken: 'EAAB-nobody', issuedAt: issuedAt.toISOString(), scopes: [] } } },
    accounts: own.map((id): Account => {
      const { name, currency, zone } = ledger.account(id)
      return { id, name, currency, zone }
    }),
    fetch: (request) => {
      const fault = faults.take(request)
      return fault ? faulty(fault, request, () => graph(request)) : graph(request)
    },
    knows: (request) => tokens.has(/^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? ''),
    rows: () => expectedRows({ ledger, objects, config, now: now() }),
    ...createTrouble({ ledger, objects, config, now }),
    sign: (_kind, payload, proof = app) => signBody(JSON.stringify(payload), proof as App),
    proof: 'body',
    webhookFor: (changes) =>
      hintOf(
        changes.map((each) => ({ ...each, accountId: accountOf(ledger, each.id) })),
        now(),
        app,
      ),
    challenge: (token) => challenge(token),
    deliveries: () => {
      const mine = <T extends { accountId: string; status: string }>(all: Iterable<T>) =>
        [...all].filter(({ accountId, status }) => own.includes(accountId) && status === 'ACTIVE').slice(0, 3)
      const of = (level: HintLevel, all: Iterable<{ id: string }>) => [...all].map(({ id }) => ({ level, id }))
      return [
        emulator.webhookFor(of('CAMPAIGN', mine(ledger.campaigns.values()))),
        emulator.webhookFor([...of('ADSET', mine(ledger.adSets.values())), ...of('AD', mine(ledger.ads.values()))]),
      ]
    },
    // Long before its end a token is exchanged; after it nothing helps but a person.
    expire: () => clock.advance(50 * dayMs),
    renewals: () => tokens.exchanges,
    writes: () => objects.writes + conversions.received.size,
  }
  return emulator
}

function accountOf({ campaigns, adSets, ads }: EmulatedLedger, id: string): string {
  const object = campaigns.get(id) ?? adSets.get(id) ?? ads.get(id)
  if (!object) throw new Error(`the emulated ledger has no object ${id}`)
  return object.accountId
}
