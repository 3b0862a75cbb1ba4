import { createFaults, faulty, type Delivery } from '@throughline/connector-kit/testing'
import { answerApi, type EmulatedApi } from './emulator-api.ts'
import type { EmulatedEvent } from './emulator-events.ts'
import { SearchIndex } from './emulator-index.ts'
import { HubSpotLedger } from './emulator-ledger.ts'
import { createLimits } from './emulator-limits.ts'
import { createOAuth } from './emulator-oauth.ts'
import type { HubSpotEmulator, HubSpotEmulatorOptions } from './emulator-options.ts'
import { catalogueOf } from './emulator-properties.ts'
import { addBroken, addLate, loseOne, rowsOf } from './emulator-rows.ts'
import { seedLedger } from './emulator-seed.ts'
import { bodiesOf, signedRequest } from './emulator-webhooks.ts'
import type { App, Secrets } from './schema.ts'

export * from './emulator-events.ts'
export * from './emulator-ledger.ts'
export * from './emulator-object.ts'
export * from './emulator-options.ts'
export { type EmulatedProperty } from './emulator-properties.ts'
export { seedLedger, seedPipelines } from './emulator-seed.ts'
export * from './emulator-small.ts'
export { createPostman } from './emulator-webhooks.ts'

const seedApp: App = { clientId: '11111111-aaaa-4bbb-8ccc-222222222222', clientSecret: 'appsecret-emulated-0001' }
const allScopes = [
  ...['oauth', 'crm.objects.contacts.read', 'crm.objects.companies.read', 'crm.objects.deals.read'],
  ...['crm.objects.owners.read', 'crm.objects.leads.read', 'marketing.campaigns.read', 'forms'],
  ...['crm.objects.contacts.write', 'crm.objects.deals.write', 'crm.objects.companies.write'],
]

/** HubSpot as its documents and its users describe it, over one ledger. */
export function createEmulator(options: HubSpotEmulatorOptions): HubSpotEmulator {
  const { clock, random, portalId = '48211903', zone = 'US/Central', currency = 'USD' } = options
  const now = () => clock.now().getTime()
  const ledger = new HubSpotLedger(portalId)
  const index = new SearchIndex(now)
  const faults = createFaults()
  const scopes = options.scopes ?? allScopes
  const app = { good: options.app ?? seedApp, bad: { clientId: 'nobody', clientSecret: 'wrong-app-secret' } }
  const oauth = createOAuth({ now, app: () => app.good, portalId })
  const happened: EmulatedEvent[] = []
  let told = 0
  let writes = 0
  ledger.onChange = (type, object) => index.changed(type, object)
  ledger.onEvent = (event) => void happened.push(event)
  ;(options.seed ?? seedLedger)(ledger)

  const privateApp = options.privateApp ?? {
    token: `pat-na1-emulated-${portalId}`,
    secret: `privatesecret-${portalId}`,
  }
  const good: Secrets = {
    privateAppSecret: privateApp.secret,
    oauth: {
      accessToken: `CPSy-emulated-${portalId}-${'x'.repeat(280)}`,
      refreshToken: `na1-emulated-${portalId}`,
      renewAt: new Date(now() + 24 * 60_000).toISOString(),
      scopes,
    },
  }
  if (good.oauth) oauth.admit(good.oauth.accessToken, good.oauth.refreshToken, scopes)

  const api: EmulatedApi = {
    ...{ ledger, index, oauth, now },
    limits: createLimits({
      now,
      on: () => emulator.limits === 'on',
      daily: () => emulator.daily,
      count: () => {
        if (emulator.daily) emulator.daily.used += 1
      },
    }),
    versions: () => emulator.versions,
    expired: () => emulator.expiredCursors,
    allMissing: () => emulator.allMissing,
    catalogue: (type) => catalogueOf(type, options.properties),
    wrote: () => void (writes += 1),
    privateApp: () => ({ token: privateApp.token, scopes }),
    account: () => ({
      portalId: Number(portalId),
      ...(options.portalName === undefined ? {} : { portalName: options.portalName }),
      accountType: 'STANDARD',
      timeZone: zone,
      companyCurrency: currency,
      additionalCurrencies: ['EUR'],
      utcOffset: '-06:00',
      utcOffsetMilliseconds: -21_600_000,
      uiDomain: 'app.hubspot.com',
      dataHostingLocation: 'na1',
    }),
  }
  const told_ = (kind: 'events' | 'private_app', events: readonly EmulatedEvent[]): Delivery[] =>
    bodiesOf(events, { portalId, style: emulator.events, random, firstId: 3_816_279_480 + told }).map((payload) => ({
      kind,
      payload,
      request: emulator.sign(kind, payload),
    }))

  const emulator: HubSpotEmulator = {
    ...{ ledger, index, oauth, faults, app, privateApp },
    limits: 'on',
    versions: 20,
    expiredCursors: false,
    allMissing: 207,
    events: 'noun',
    hooks: {
      events: 'https://receiver.example/hooks/hubspot/events?from=hub%3Aspot',
      private_app: 'https://receiver.example/hooks/hubspot/connection/private_app',
    },
    config: {
      leads: 'object',
      campaigns: true,
      forms: true,
      contactProperties: [],
      dealProperties: [],
      ...options.config,
    },
    secrets: {
      good,
      bad: {
        privateAppSecret: 'wrong-private-secret',
        oauth: {
          accessToken: 'CPSy-of-somebody-else',
          refreshToken: 'na1-of-somebody-else',
          renewAt: new Date(now() + 24 * 60_000).toISOString(),
          scopes,
        },
      },
    },
    accounts: [{ id: portalId, name: options.portalName ?? `HubSpot ${portalId}`, zone, currency }],
    proof: 'body and time',
    fetch: (request) => {
      const fault = faults.take(request)
      return fault ? faulty(fault, request, () => answerApi(api, request)) : answerApi(api, request)
    },
    rows: () =>
      rowsOf(ledger, { portalId, portalZone: zone, portalCurrency: currency }, emulator.config, emulator.versions),
    addLateRow: (stream) => addLate(ledger, index, stream, now()),
    addMalformedRow: (stream) => addBroken(ledger, stream, now()),
    loseRow: (stream) => loseOne(ledger, stream),
    sign: (kind, payload, proof) => {
      const secret = kind === 'private_app' ? (proof ?? good) : (proof ?? app.good)
      const key = 'clientSecret' in secret ? secret.clientSecret : (secret.privateAppSecret ?? '')
      return signedRequest(emulator.hooks[kind === 'private_app' ? kind : 'events'], payload, key, now())
    },
    deliveries: () => [...told_('events', happened), ...told_('private_app', happened)],
    takeDeliveries: (kind = 'events') => {
      const events = happened.slice(told)
      const deliveries = told_(kind, events)
      told = happened.length
      return deliveries
    },
    expire: () => oauth.expire(),
    renewals: () => oauth.renewals(),
    writes: () => writes,
    actions: {
      write_fields: {
        object: 'deal',
        key: `${portalId}:31900552`,
        values: { attr_model: 'linear', attr_first_campaign: 'em_0914_a', attr_credit: 0.4 },
      },
      write_attribution: {
        of: 'deal',
        keys: [`${portalId}:31900552`],
        fields: { attr_model: 'linear', attr_credit: 0.4 },
      },
      log_note: {
        object: 'deal',
        key: `${portalId}:31900552`,
        body: 'Gave after the fall appeal.',
        at: '2026-11-14T10:00:00Z',
      },
      log_text: { object: 'contact', key: `${portalId}:81120`, body: 'Thank you!', at: '2026-11-14T10:00:00Z' },
    },
  }
  return emulator
}
