import {
  createFaults,
  faulty,
  type Clock,
  type Emulator,
  type EmulatorOptions,
} from '@throughline/connector-kit/testing'
import { createApi, type Knobs } from './emulator-api.ts'
import { fieldsOf, type EmulatedField } from './emulator-fields.ts'
import { addBrokenRow, addRow } from './emulator-late.ts'
import { EmulatedOrg, type OrgOptions } from './emulator-org.ts'
import { rowsOf, streamObjects } from './emulator-rows.ts'
import { seed, type Seeded } from './emulator-seed.ts'
import { renewalStages, setUp, type Setup } from './emulator-setup.ts'
import type { View } from './emulator-view.ts'
import { keyOf } from './ids.ts'
import type { App, Config, Secrets } from './schema.ts'

export { type Knobs } from './emulator-api.ts'
export { EmulatedOrg, type Fields } from './emulator-org.ts'
export { type Seeded } from './emulator-seed.ts'
export { type Setup } from './emulator-setup.ts'
export { type SRecord, type Value } from './emulator-table.ts'

export interface SalesforceEmulatorOptions extends EmulatorOptions {
  org?: Omit<OrgOptions, 'now'>
  /** `bare`: an org that is set up and has no records, for a world that brings its own. */
  records?: 'small' | 'bare'
  config?: Partial<Config>
  /** Of the customer's own app, for assertions. */
  publicKey?: string
}

export interface SalesforceEmulator extends Emulator<Config, Secrets, App> {
  /** The books: records are added, changed, deleted and merged here. */
  org: EmulatedOrg
  setup: Setup
  /** The ids of the small org's records. */
  seeded: Seeded | undefined
  knobs: Knobs
  /** Off: no calls are counted and bulk queries are ready at once, to load history. */
  limits: 'on' | 'off'
  /** `Contact.Email`, `CampaignInfluence`: what the user may not see, or the org does not have. */
  hidden: Set<string>
  /** Rows that are committed later than their stamp says, by id. */
  committedAt: Map<string, number>
  /** The default model of influence is calculated anew: what was written into it is gone. */
  recalculateInfluence(): void
}

const instanceUrl = 'https://example-roofing.my.salesforce.com'
const first = { access: '00D5e000001abcD!AQ4emulated.access.0', refresh: '5Aep861emulated.refresh.0' }
const app: App = { clientId: '3MVG9emulated.app', clientSecret: 'app-secret-emulated' }

const usual = (): Knobs => ({
  oauth: { rotates: false, instanceUrl, busy: 0, revoked: false, blocks: false },
  query: { batch: 2_000, timesOutAbove: Infinity, tellsTime: true },
  bulk: {
    ...{ available: true, outcome: 'complete', polls: 2, pageRows: 50_000, headers: 'every', without: [] },
    stopsAfter: Infinity,
  },
  log: { keptMs: 15 * 86_400_000, most: 600_000 },
  write: { locked: new Map(), refuses: new Map() },
  api: { used: 0, max: 100_000, perApp: undefined },
})

/** Salesforce as its documents describe it, over one org's books. */
export function createEmulator(options: SalesforceEmulatorOptions): SalesforceEmulator {
  const { clock } = options
  const org = new EmulatedOrg({ now: clock.now, ...options.org })
  const setup = setUp(org)
  const seeded = options.records === 'bare' ? undefined : seed(org, setup)
  const faults = createFaults()
  const hidden = new Set<string>()
  const committedAt = new Map<string, number>()
  const knobs = usual()
  const view: View = {
    org,
    fields: seenFields(org, hidden),
    isSeen: ({ Id }) => (committedAt.get(Id) ?? 0) <= clock.now().getTime(),
  }
  const api = createApi({
    ...{ view, knobs, first, now: clock.now, limits: () => emulator.limits },
    apps: { app, own: { ...own, ...(options.publicKey === undefined ? {} : { publicKey: options.publicKey }) } },
    offeredStages: () => new Map([[setup.recordTypes.renewal, renewalStages]]),
  })
  const config: Config = { ...usualConfig, ...options.config }
  const { Name, TimeZoneSidKey } = org.get('Organization', org.orgId)
  const account = { id: org.orgId, name: String(Name), currency: config.currency, zone: String(TimeZoneSidKey) }
  const ofOrg = { orgId: org.orgId, orgZone: account.zone, orgCurrency: account.currency }
  const emulator: SalesforceEmulator = {
    ...{ org, setup, seeded, knobs, hidden, committedAt, faults, config, limits: 'on' },
    ...{ app: { good: app, bad: { clientId: 'x', clientSecret: 'y' } }, accounts: [account] },
    secrets: {
      good: { session: sessionAt(clock, first) },
      bad: { session: sessionAt(clock, { access: 'wrong', refresh: 'wrong' }) },
    },
    fetch: (request) => {
      const fault = faults.take(request)
      return fault ? faulty(fault, request, () => api.answer(request)) : api.answer(request)
    },
    rows: () => rowsOf(view, ofOrg, config, setup),
    addLateRow: (stream) => keyOf(ofOrg, addRow(org, setup, stream, new Date(clock.now().getTime() - 10 * 60_000))),
    addMalformedRow: (stream) => addBrokenRow(org, setup, stream, clock.now()),
    loseRow: (stream) => {
      const object = streamObjects[stream]?.name ?? 'RecordType'
      const [row] = [...org.table(object).all].filter(
        ({ IsDeleted, TaskSubtype = 'Call' }) => !IsDeleted && TaskSubtype === 'Call',
      )
      if (row) org.table(object).lost.add(row.Id)
    },
    ...{ expire: api.expire, renewals: api.renewals, writes: api.writes },
    ...(seeded ? { actions: examples(seeded) } : {}),
    recalculateInfluence: () => {
      const rows = org.table('CampaignInfluence').having('ModelId', [setup.models.default])
      for (const { Id } of rows) org.purge('CampaignInfluence', Id)
    },
  }
  return emulator
}

const own = { clientId: '3MVG9emulated.own', clientSecret: 'own-secret-emulated', username: 'robin@example.org' }
/** The customer's own app, as typed into the connection's form. */
export const ownApp = { myDomain: instanceUrl, clientId: own.clientId, clientSecret: own.clientSecret }
export const ownUser = own.username

const usualConfig: Config = {
  ...{ environment: 'production', currency: 'USD', apiShare: 80, bulkFrom: 10_000, calls: true },
  ...{ furtherFields: ['Lead.UTM_Source__c'], influenceModel: 'Throughline' },
}

const sessionAt = (clock: Clock, { access, refresh }: typeof first) => ({
  ...{ accessToken: access, refreshToken: refresh, instanceUrl, scopes: ['api', 'refresh_token'] },
  issuedAt: new Date(clock.now().getTime() - 10 * 60_000).toISOString(),
})

function seenFields(org: EmulatedOrg, hidden: ReadonlySet<string>): View['fields'] {
  const known = new Map<string, EmulatedField[] | undefined>()
  let hiddenThen = 0
  return (object) => {
    if (hidden.size !== hiddenThen) known.clear()
    hiddenThen = hidden.size
    if (!known.has(object)) {
      const seen = fieldsOf(object, org)?.filter(({ name }) => !hidden.has(`${object}.${name}`))
      known.set(object, hidden.has(object) ? undefined : seen)
    }
    return known.get(object)
  }
}

const examples = ({ deals, campaigns, contacts }: Seeded) => ({
  write_fields: {
    object: 'Opportunity',
    records: [
      { id: deals.open, fields: { Attribution_Model__c: 'linear', Attributed_Revenue__c: 120.5 } },
      { id: deals.won, fields: { Attributed_Revenue__c: 4_400.5 } },
    ],
  },
  write_attribution: {
    of: 'deal',
    keys: [deals.won],
    fields: { Attribution_Model__c: 'linear', Attributed_Revenue__c: 120.5 },
  },
  write_influence: {
    opportunities: [
      {
        opportunity: deals.won,
        shares: [
          { campaign: campaigns.email, contact: contacts.avery, percent: 33.333 },
          { campaign: campaigns.season, contact: contacts.avery, percent: 66.667 },
        ],
      },
    ],
  },
})
