import { randomUUID } from 'node:crypto'
import type { House } from '../house/open-house.ts'
import type { Answer } from '../house/browser.ts'
import { makeKey, type Call, type Other } from './callers.ts'

/** What somebody else gets: a status, or their own things and nothing of the owner's. */
export type Expected = number | 'own'

/** One operation's example call. */
export interface V1Example {
  /** `GET /v1/key` */
  route: string
  /** The call, made anew for the owner and for the others. */
  call: (call: Call, house: House) => Promise<Answer>
  status: number
  /** The owner's answer holds something. */
  filled?: (data: unknown) => boolean
  /** Where somebody else is not told what `usual` says. */
  others?: Partial<Record<Other, Expected>>
  /** Tables in which somebody else changes rows of their own by right, beside those of their own key's use. */
  ownTables?: string[]
}

/** What the others are told by most operations: their own things with their own key, else nothing. */
export const usual: Readonly<Record<Other, Expected>> = {
  anotherClient: 'own',
  anotherAgency: 'own',
  revoked: 401,
  expired: 401,
  makerGone: 401,
  wrongScope: 403,
  browserKey: 403,
  unknownKey: 401,
  halfAKey: 401,
  keyInAddress: 400,
  session: 401,
  nobody: 401,
}

/** One for every operation there is: the test fails where one is missing. */
export const v1Examples: V1Example[] = [
  {
    route: 'GET /v1/key',
    status: 200,
    call: (call) => call('/v1/key'),
    filled: (data) => (data as { tenant: string }).tenant === 'Harbor Table Food Bank',
    // It needs no scope: a key of the same client is told of itself.
    others: { wrongScope: 200 },
  },
  {
    route: 'GET /v1/keys',
    status: 200,
    call: (call) => call('/v1/keys'),
    filled: (data) => (data as { keys: unknown[] }).keys.length > 0,
  },
  {
    route: 'GET /v1/metrics',
    status: 200,
    call: (call) => call('/v1/metrics'),
    filled: (data) => (data as { metrics: unknown[] }).metrics.length > 40,
  },
  {
    route: 'POST /v1/metrics/query',
    status: 200,
    call: (call) => {
      const question = { metrics: ['raised_net', 'roas'], range: { from: '2026-11-01', to: '2026-11-02' }, by: 'day' }
      return call('/v1/metrics/query', { method: 'POST', body: JSON.stringify(question) })
    },
    filled: (data) => (data as { rows: unknown[] }).rows.length === 2,
  },
  {
    route: 'DELETE /v1/keys/{keyId}',
    status: 204,
    call: async (call, house) => call(`/v1/keys/${(await makeKey(house)).keyId}`, { method: 'DELETE' }),
    others: { anotherClient: 404, anotherAgency: 404 },
  },
  {
    route: 'POST /v1/events',
    status: 200,
    call: (call, house) =>
      call('/v1/events', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          event_id: randomUUID(),
          event_type: 'user_engaged',
          timestamp: house.now().toISOString(),
          user_id: 'somebody',
          source: 'backend',
          properties: { engagement_type: 'app_open' },
        }),
      }),
    filled: (data) => (data as { accepted: number }).accepted === 1,
    // A page's key sends events as well: these are its own.
    others: { browserKey: 'own' },
    ownTables: [
      'activity_hour',
      'activity_movement',
      'activity_strip',
      'attribution_head',
      'batch',
      'contact',
      'delivery_head',
      'event',
      'event_allowance',
      'event_delivery',
      'event_key',
      'event_volume',
      'identity',
      'ledger_head',
      'tenant_key',
    ],
  },
]
