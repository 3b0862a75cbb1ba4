import { CanonicalRecord } from '@throughline/canonical'
import { observeRows } from '@throughline/connector-kit'
import { describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { absorbedIds, toRow } from './object-row.ts'
import { Config } from './schema.ts'
import { stageMovesOf } from './stage-moves.ts'
import contact from './samples/contact.json' with { type: 'json' }
import deal from './samples/deal.json' with { type: 'json' }
import pipeline from './samples/pipeline.json' with { type: 'json' }

const portal = { portalId: '48211903', portalZone: 'US/Central', portalCurrency: 'USD' }
const key = (id: string | number) => `48211903:${id}`
const config = Config.parse({ contactProperties: ['utm_campaign'] })

const observe = (stream: string, row: unknown, settings = config) => {
  const { rows, quarantined } = observeRows(connector, stream, [row], settings)
  expect(quarantined).toEqual([])
  for (const record of rows[0]?.records ?? []) expect(CanonicalRecord.safeParse(record).success).toBe(true)
  return rows[0]?.records ?? []
}
const changed = (of: { properties: object }, properties: Record<string, string | null>) =>
  toRow(portal, { ...of, properties: { ...of.properties, ...properties } })

describe('a contact', () => {
  test('is a contact, the lead that it was, and the visit that it came by', () => {
    const [record, lead, visit, ...none] = observe('contacts', toRow(portal, contact))
    expect(none).toEqual([])
    expect(record).toEqual({
      kind: 'crm_contact',
      key: key(81120),
      happenedAt: '2026-08-02T09:14:31.120Z',
      createdAt: '2026-08-02T09:14:31.120Z',
      person: {
        anonymousKey: key(81120),
        externalIds: { contact: key(81120) },
        email: 'dana@example.com',
        phone: '+1 314-555-0142',
        firstName: 'Dana',
        lastName: 'Ruiz',
        address: {
          line1: '12 Sample St',
          city: 'St. Louis',
          region: 'MO',
          postalCode: '63101',
          country: 'United States',
        },
        employer: 'Ruiz Roofing',
        occupation: 'Owner',
      },
      company: key(55001),
      owner: key(7100231),
      lifecycleStage: 'opportunity',
      leadStatus: 'IN_PROGRESS',
      firstSource: 'PAID_SOCIAL',
      latestSource: 'EMAIL_MARKETING',
      absorbed: [key(81110), key(81111)],
      attributes: { firstSourceDetail1: 'fall-appeal', utm_campaign: 'fall-appeal' },
    })
    expect(lead).toMatchObject({
      kind: 'lead',
      key: key('contact-81120'),
      createdAt: '2026-08-03T10:00:00.000Z',
      convertedAt: '2026-08-20T12:00:00.000Z',
      contact: key(81120),
      status: 'opportunity',
    })
    expect(visit).toMatchObject({
      kind: 'touchpoint',
      type: 'visit',
      happenedAt: '2026-08-02T09:10:00.000Z',
      refcodes: { utm_campaign: 'fall-appeal', utm_source: 'meta' },
      clickIds: { fbclid: { value: 'IwAR0abc', truncated: false } },
    })
  })

  test('leaves nothing of a person outside `person`', () => {
    for (const record of observe('contacts', toRow(portal, contact))) {
      const { person: _person, ...rest } = record as { person?: unknown }
      expect(JSON.stringify(rest)).not.toMatch(/dana|ruiz|314|sample st/i)
    }
  })

  test('is a lead from when it reached a lead stage, whatever it became, and none where leads are records of their own', () => {
    const kinds = (properties: Record<string, string | null>, settings = config) =>
      observe('contacts', changed(contact, properties), settings).map(({ kind }) => kind)
    const never = { hs_v2_date_entered_lead: null, hs_analytics_first_timestamp: null, lifecyclestage: 'subscriber' }
    expect(kinds(never)).toEqual(['crm_contact'])
    expect(kinds({ ...never, lifecyclestage: 'salesqualifiedlead' })).toEqual(['crm_contact', 'lead'])
    expect(kinds({ ...never, lifecyclestage: 'customer', hs_v2_date_entered_lead: '2026-01-01T00:00:00Z' })).toContain(
      'lead',
    )
    expect(kinds({}, { ...config, leads: 'object' })).not.toContain('lead')
  })

  test('without any address is known by its own id', () => {
    const [record] = observe('contacts', changed(contact, { email: null, phone: null, mobilephone: '(312) 555-0143' }))
    expect(record).toMatchObject({ person: { phone: '(312) 555-0143', externalIds: { contact: key(81120) } } })
  })

  test('may list itself among what was merged into it', () => {
    expect(
      absorbedIds('5', { hs_merged_object_ids: '5;7;6', hs_calculated_merged_vids: '8:1788030001992;5:1' }),
    ).toEqual(['6', '7', '8'])
    expect(absorbedIds('5', {})).toEqual([])
  })

  test('without the moment it was made is set aside, and one that was merged away needs none', () => {
    const { quarantined } = observeRows(connector, 'contacts', [{ ...portal, id: '1', properties: {} }], config)
    expect(quarantined[0]?.issues).toEqual([{ path: 'createdAt', message: 'a record has the moment it was made' }])
    expect(observe('contacts', { ...portal, id: '1', archived: true, mergedInto: '2' })[0]).toMatchObject({
      kind: 'withdrawal',
    })
  })
})

describe('a deal', () => {
  const ties = { contactIds: ['81120', '81121'], companyIds: ['55001', '55002'], companyId: '55002' }

  test('is an opportunity with its money, its place in the pipeline and what it is tied to', () => {
    const [record] = observe('deals', toRow(portal, deal, ties))
    expect(record).toEqual({
      kind: 'opportunity',
      key: key(31900552),
      happenedAt: '2026-08-02T09:14:31.120Z',
      createdAt: '2026-08-02T09:14:31.120Z',
      amount: { minor: 1_250_000, currency: 'USD' },
      pipeline: key('default'),
      stage: key('contractsent'),
      probability: 0.9,
      state: 'open',
      expectedCloseDay: '2026-10-31',
      owner: key(7100231),
      company: key(55002),
      contacts: [key(81120), key(81121)],
    })
  })

  test('is closed when it came into its stage, not on the day somebody wrote down', () => {
    const closed = { hs_is_closed: 'true', hs_v2_date_entered_current_stage: '2026-09-12T08:00:00Z' }
    const [won] = observe('deals', changed(deal, { ...closed, hs_is_closed_won: 'true' }))
    expect(won).toMatchObject({ state: 'won', closedAt: '2026-09-12T08:00:00.000Z' })
    const [lost] = observe('deals', changed(deal, { ...closed, hs_v2_date_entered_current_stage: null }))
    expect(lost).toMatchObject({ state: 'lost', closedAt: '2026-10-31T00:00:00.000Z' })
    expect(observe('deals', changed(deal, {}))[0]).not.toHaveProperty('closedAt')
    const [evening] = observe('deals', changed(deal, { closedate: '2026-11-01T03:30:00Z' }))
    expect(evening).toMatchObject({ expectedCloseDay: '2026-10-31' })
  })

  test('keeps its own currency, takes the account’s where it has none, and may have no amount', () => {
    const amount = (properties: Record<string, string | null>, of = portal as object) => {
      const row = { ...(changed(deal, properties) as object), portalCurrency: undefined, ...of }
      return (observe('deals', row)[0] as { amount?: unknown }).amount
    }
    expect(amount({ deal_currency_code: 'EUR', amount: '1.2E3' })).toEqual({ minor: 120_000, currency: 'EUR' })
    expect(amount({ deal_currency_code: null })).toEqual({ minor: 1_250_000, currency: 'USD' })
    expect(amount({ deal_currency_code: null }, { portalCurrency: undefined })).toBeUndefined()
    expect(amount({ amount: null })).toBeUndefined()
    expect(amount({ amount: '33.3333' })).toEqual({ minor: 3_333, currency: 'USD' })
  })

  test('with an amount that is none is set aside, not counted as nothing', () => {
    const { quarantined } = observeRows(connector, 'deals', [changed(deal, { amount: 'lots' })], config)
    expect(quarantined).toHaveLength(1)
  })

  test('reads the same by list, batch and search, whatever comes with it', () => {
    const { url: _url, associations: _associations, propertiesWithHistory: _history, ...bare } = deal
    const reversed = { ...bare, properties: Object.fromEntries(Object.entries(deal.properties).reverse()) }
    expect(JSON.stringify(toRow(portal, reversed, ties))).toBe(JSON.stringify(toRow(portal, deal, ties)))
  })

  test('tells the stages it went through', () => {
    const rows = stageMovesOf(portal, { live: [deal], archived: [] })
    const records = rows.flatMap((row) => observe('stage_moves', row))
    expect(records).toEqual([
      {
        kind: 'stage_change',
        key: '48211903:31900552:1789063201992:contractsent',
        happenedAt: '2026-09-10T18:00:01.992Z',
        opportunity: key(31900552),
        stage: key('contractsent'),
      },
      expect.objectContaining({ stage: key('qualifiedtobuy'), happenedAt: '2026-08-20T12:00:00.000Z' }),
    ])
  })
})

describe('the rest', () => {
  test('a pipeline says of each stage whether it is won or lost', () => {
    const [record] = observe('pipelines', { ...portal, objectType: 'deals', ...pipeline })
    expect(record).toMatchObject({
      kind: 'pipeline',
      key: key('default'),
      stages: [
        { key: key('appointmentscheduled'), state: 'open', probability: 0.2 },
        { key: key('closedwon'), state: 'won', probability: 1 },
        { key: key('closedlost'), state: 'lost', probability: 0 },
      ],
    })
    expect(observe('pipelines', { ...portal, objectType: 'leads', ...pipeline })[0]?.key).toBe(key('leads:default'))
  })

  test('a campaign has its days in the account’s zone and what it cost', () => {
    const row = {
      ...portal,
      id: 'guid-1',
      createdAt: '2026-07-01T12:00:00Z',
      properties: {
        ...{ hs_name: 'Fall appeal', hs_start_date: '2026-07-15', hs_campaign_status: 'in_progress', hs_utm: 'fall' },
        ...{ hs_spend_items_sum_amount: '1200.5', hs_budget_items_sum_amount: '5000', hs_notes: 'Call Dana' },
      },
    }
    const [record] = observe('campaigns', row)
    expect(record).toMatchObject({
      kind: 'campaign',
      channel: 'crm',
      name: 'Fall appeal',
      status: 'active',
      startsAt: '2026-07-15T05:00:00.000Z',
      cost: { amount: { minor: 120_050, currency: 'USD' }, kind: 'actual' },
      attributes: { utmCampaign: 'fall' },
    })
    expect(JSON.stringify(record)).not.toContain('Dana')
    const planned = { ...row.properties, hs_spend_items_sum_amount: '0', hs_campaign_status: 'something new' }
    expect(observe('campaigns', { ...row, properties: planned })[0]).toMatchObject({
      sourceStatus: 'something new',
      cost: { kind: 'budgeted', amount: { minor: 500_000 } },
    })
  })

  test('an owner is known by number alone, and stays known when removed', () => {
    const row = {
      ...portal,
      id: '7',
      type: 'QUEUE',
      email: 'robin@example.com',
      createdAt: '2025-01-05T09:00:00Z',
      archived: true,
    }
    expect(observe('owners', row)).toEqual([
      { kind: 'owner', key: key(7), happenedAt: '2025-01-05T09:00:00.000Z', type: 'queue', active: false },
    ])
  })

  test('ids are numbers or text, and unknown fields are kept', () => {
    const row = toRow(portal, { ...contact, id: 81120, somethingNew: { a: 1 } })
    expect(row).toMatchObject({ somethingNew: { a: 1 } })
    expect(observe('contacts', row)[0]?.key).toBe(key(81120))
  })
})
