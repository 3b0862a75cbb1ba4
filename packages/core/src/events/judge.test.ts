import { eventTypes } from '@throughline/canonical/event'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge, type Judging } from './judge.ts'
import { ownKind } from './own-kind.ts'
import { campaignId, received, sent } from './testing/sent.ts'

const judging: Judging = {
  tenantId: '00000000-0000-4000-8000-000000000001',
  receivedAt: received,
  skewMs: 0,
  imported: false,
  sources: new Set(['actblue']),
  kinds: new Map([
    [
      'petition_signed',
      ownKind('petition_signed', { type: 'object', properties: { page: { type: 'integer' } }, required: ['page'] }),
    ],
  ]),
  currency: 'USD',
  personalData: 'hash',
  hash: (kind, text) => `(${kind} ${text.length})`,
}
const ago = (ms: number) => new Date(received - ms).toISOString()
const day = 86_400_000
const other = '22222222-2222-4222-8222-222222222222'
const judged = (item: unknown, more: Partial<Judging> = {}) => judge(item, { ...judging, ...more })
const refusal = (item: unknown, more: Partial<Judging> = {}) => {
  const it = judged(item, more)
  return it.ok ? 'taken' : `${it.rejection.code} ${it.rejection.field ?? '-'}`
}
const taken = (item: unknown, more: Partial<Judging> = {}) => {
  const it = judged(item, more)
  if (!it.ok) throw new Error(`${it.rejection.code} ${it.rejection.field ?? ''}`)
  return it.event
}
const clicked = (properties: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  sent({ ...more, properties: { campaign_id: campaignId, ...properties } })

/** The least that each kind asks for. */
const least: Record<keyof typeof eventTypes, Record<string, unknown>> = {
  campaign_delivered: { campaign_id: campaignId },
  campaign_viewed: { campaign_id: campaignId },
  campaign_clicked: { campaign_id: campaignId },
  campaign_converted: { campaign_id: campaignId },
  campaign_abandoned: { campaign_id: campaignId, reason: 'expired' },
  user_segmented: { segment_id: other },
  user_purchased: { order_id: other, order_value: 12.5 },
  user_engaged: { engagement_type: 'app_open' },
  user_unsubscribed: { unsubscribe_type: 'all_campaigns' },
  campaign_created: { campaign_id: campaignId },
  campaign_launched: { campaign_id: campaignId },
  campaign_paused: { campaign_id: campaignId },
  budget_reallocated: { from_campaign_id: campaignId, to_campaign_id: other, amount: '100.00' },
  dashboard_accessed: { dashboard_section: 'kpi' },
  creative_variant_tested: { test_id: other, campaign_id: campaignId },
  data_refresh_completed: { data_source: 'orders' },
  metric_calculation_completed: { metric_id: 'roas' },
  anomaly_detected: { metric_id: 'roas', anomaly_type: 'drop' },
  model_inference_completed: { model_name: 'segments' },
  user_action_recommended: { recommendation_id: other, recommendation_type: 'pause_campaign' },
}

describe('an event', () => {
  test.each(Object.entries(least))(
    'of kind %s is taken with the least it asks for, and refused without each of it',
    (event_type, properties) => {
      expect(refusal(sent({ event_type, properties }))).toBe('taken')
      for (const name of Object.keys(properties)) {
        const { [name]: _gone, ...rest } = properties
        expect(refusal(sent({ event_type, properties: rest }))).toBe(`missing_field properties.${name}`)
      }
    },
  )

  test('is refused without what every event has', () => {
    for (const field of ['event_id', 'event_type', 'timestamp', 'source', 'user_id'])
      expect(refusal(sent({ [field]: undefined }))).toBe(`missing_field ${field}`)
    for (const field of ['event_id', 'event_type', 'timestamp', 'source'])
      expect(refusal(sent({ [field]: null }))).toBe(`missing_field ${field}`)
    expect(refusal(sent({ user_id: undefined, anonymous_id: 'visitor' }))).toBe('taken')
    expect(
      refusal(sent({ event_type: 'data_refresh_completed', user_id: null, properties: { data_source: 'x' } })),
    ).toBe('taken')
  })

  test('is refused for each rule that it breaks, by name', () => {
    for (const item of [null, 7, 'x', [], [sent()]]) expect(refusal(item)).toBe('malformed -')
    expect(refusal(sent({ event_id: 'uuid-123' }))).toBe('invalid_uuid event_id')
    expect(refusal(clicked({ campaign_id: 'spring' }))).toBe('invalid_uuid properties.campaign_id')
    expect(refusal(clicked({ creative_id: 'x' }))).toBe('invalid_uuid properties.creative_id')
    expect(refusal(clicked({ time_to_click_seconds: -1 }))).toBe('invalid_value properties.time_to_click_seconds')
    expect(refusal(sent({ event_type: 'campaign_clickd' }))).toBe('unknown_type event_type')
    expect(refusal(sent({ event_type: 'constructor' }))).toBe('unknown_type event_type')
    expect(refusal(sent({ source: 'fax' }))).toBe('unknown_source source')
    expect(refusal(sent({ source: 'actblue' }))).toBe('taken')
    expect(refusal(sent({ schema_version: 2 }))).toBe('unsupported_version schema_version')
    expect(refusal(sent({ tenant_id: other }))).toBe('wrong_tenant tenant_id')
    expect(refusal(sent({ tenant_id: judging.tenantId }))).toBe('taken')
    expect(refusal(sent({ properties: [] }))).toBe('invalid_value properties')
    expect(refusal(sent({ timestamp: 1_700_000_000 }))).toBe('invalid_timestamp timestamp')
    expect(refusal(sent({ timestamp: '2026-11-20' }))).toBe('invalid_timestamp timestamp')
    const converted = (more: object) =>
      refusal(sent({ event_type: 'campaign_converted', properties: { campaign_id: campaignId, ...more } }))
    expect(converted({ incrementality_score: 1.01 })).toBe('invalid_value properties.incrementality_score')
    expect(converted({ order_value: -5 })).toBe('invalid_value properties.order_value')
    expect(converted({ order_value: 5.001 })).toBe('invalid_amount properties.order_value')
    expect(converted({ order_value: 5, currency: 'XXQ' })).toBe('invalid_value properties.currency')
  })

  test('may be five minutes ahead and thirty days old; an import may tell of any past', () => {
    expect(refusal(sent({ timestamp: ago(-5 * 60_000) }))).toBe('taken')
    expect(refusal(sent({ timestamp: ago(-5 * 60_000 - 1) }))).toBe('timestamp_in_future timestamp')
    expect(refusal(sent({ timestamp: ago(30 * day) }))).toBe('taken')
    expect(refusal(sent({ timestamp: ago(30 * day + 1) }))).toBe('too_old timestamp')
    expect(refusal(sent({ timestamp: '2011-01-01T00:00:00+02:00' }), { imported: true })).toBe('taken')
    expect(refusal(sent({ timestamp: ago(-5 * 60_000 - 1) }), { imported: true })).toBe('timestamp_in_future timestamp')
    expect(taken(sent({ timestamp: ago(day) })).late).toBe(false)
    expect(taken(sent({ timestamp: ago(day + 1) })).late).toBe(true)
  })

  test('of a clock that is wrong by a day is set right before the rules, and what it said is kept', () => {
    const wrong = sent({ timestamp: new Date(received + day - 60_000).toISOString() })
    expect(refusal(wrong)).toBe('timestamp_in_future timestamp')
    const right = taken(wrong, { skewMs: day })
    expect(right.happenedAt).toBe(received - 60_000)
    expect(JSON.parse(right.properties)).toMatchObject({ $sender_timestamp: wrong['timestamp'] })
  })

  test('keeps what nobody asked for, and amounts as minor units', () => {
    const event = taken(
      sent({
        event_type: 'user_purchased',
        properties: { order_id: other, order_value: 19.99, gift_wrap: { paper: ['red'] } },
        context: { region: 'IL', platform: 'Web', utm: { source: 'fb' } },
        experiment: 'b',
      }),
    )
    expect(event).toMatchObject({ amount: 1999, region: 'IL', channel: 0 })
    expect(JSON.parse(event.properties)).toEqual({
      order_id: other,
      order_value: 19.99,
      gift_wrap: { paper: ['red'] },
      $session: 'session-1',
      $context: { platform: 'Web', utm: { source: 'fb' } },
      $more: { experiment: 'b' },
    })
  })

  test('of a tenant’s own kind obeys that tenant’s schema', () => {
    expect(refusal(sent({ event_type: 'petition_signed', properties: { page: 4, why: 'x' } }))).toBe('taken')
    expect(refusal(sent({ event_type: 'petition_signed', properties: { page: 'x' } }))).toBe(
      'invalid_value properties.page',
    )
    expect(refusal(sent({ event_type: 'petition_signed', properties: { page: 1 } }), { kinds: new Map() })).toBe(
      'unknown_type event_type',
    )
    for (const schema of [
      { type: 'object', properties: { a: { type: 'string', pattern: '(a+)+$' } } },
      { type: 'array' },
    ])
      expect(() => ownKind('own', schema)).toThrow()
    expect(() => ownKind('campaign_clicked', { type: 'object' })).toThrow()
  })

  test('whatever it is, is judged without a throw and without an echo of what was sent', () => {
    const field = fc.constantFrom(
      'event_id',
      'event_type',
      'timestamp',
      'user_id',
      'source',
      'properties',
      'context',
      'tenant_id',
      '__proto__',
    )
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 4 }),
        fc.dictionary(field, fc.jsonValue({ maxDepth: 3 })),
        (value, changes) => {
          judged(value)
          const it = judged({ ...sent(), ...changes })
          if (!it.ok) expect(it.rejection.reason).not.toContain('user-1')
        },
      ),
      { numRuns: 500 },
    )
  })
})
