import { observeRows, readCsvText, type ObservedRow } from '@throughline/connector-kit'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { collapse } from './collapse.ts'
import { connector } from './connector.ts'
import { fieldsOf } from './emulator-fields.ts'
import { kindOf } from './describe.ts'
import { fromCsv, fromRest, type Field } from './normal-form.ts'
import { objects, type SObjectType } from './objects.ts'
import { Config } from './schema.ts'
import history from './samples/opportunity-history.json' with { type: 'json' }
import lead from './samples/lead-converted.json' with { type: 'json' }
import opportunities from './samples/query-opportunities.json' with { type: 'json' }

const org = { orgId: '00D5e000001abcDEAQ', orgZone: 'America/Chicago', orgCurrency: 'USD' }
const config = Config.parse({})
const key = (id: string) => `${org.orgId}:${id}`

function fields(type: SObjectType): Field[] {
  return type.fields.flatMap((name): Field[] => {
    const [parent, field] = name.includes('.') ? name.split('.') : [type.name, name]
    const found = fieldsOf(parent ?? '', { currencies: 'one' })?.find((each) => each.name === field)
    return found ? [{ name, kind: kindOf(found.type) }] : []
  })
}

function observe(stream: string, rows: unknown[]): ObservedRow[] {
  const observed = observeRows(connector, stream, rows, config)
  expect(observed.quarantined).toEqual([])
  return observed.rows
}

describe('a page of opportunities as Salesforce sends it', () => {
  const rows = () =>
    observe(
      'opportunities',
      opportunities.records.map((record) => fromRest(org, fields(objects.opportunities), record)),
    )

  test('gives a deal with its money, its stage and its campaign', () => {
    expect(rows()[0]?.records).toEqual([
      {
        kind: 'opportunity',
        key: key('0065e00000AAAAaAAP'),
        happenedAt: '2026-08-02T09:14:31.000Z',
        createdAt: '2026-08-02T09:14:31.000Z',
        amount: { minor: 1_250_000, currency: 'USD' },
        pipeline: key('0125e00000RRRRrAAG'),
        stage: 'Proposal/Price Quote',
        probability: 0.75,
        state: 'open',
        expectedCloseDay: '2026-10-31',
        owner: key('0055e000003xyzAAA'),
        company: key('0015e00000BBBBbAAH'),
        campaign: key('7015e00000CCCCcAAG'),
        source: 'Web',
        attributes: { type: 'New Business', forecastCategory: 'Best Case' },
      },
    ])
  })

  test('gives the withdrawal of one that was deleted, and keeps nothing else of it', () => {
    const [, gone] = rows()
    expect(gone?.raw).toEqual({
      ...org,
      Id: '0065e00000FFFFfAAD',
      IsDeleted: true,
      SystemModstamp: '2026-09-10T18:00:02.000Z',
    })
    expect(gone?.records).toEqual([
      { kind: 'withdrawal', of: 'opportunity', key: key('0065e00000FFFFfAAD'), happenedAt: '2026-09-10T18:00:02.000Z' },
    ])
  })
})

test('rows of history come down to the stages that were entered, and to when the deal was closed', () => {
  const rows = history.map((record) => fromRest(org, fields(objects.history), record))
  const observed = observe('opportunity_history', collapse(rows, { Qualification: 'open', 'Closed Won': 'won' }))
  expect(observed.map(({ records }) => records.map(({ kind }) => kind))).toEqual([
    ['stage_change'],
    [],
    ['stage_change', 'opportunity'],
    [],
  ])
  expect(observed[2]?.records).toMatchObject([
    { stage: 'Closed Won', happenedAt: '2026-08-20T12:00:00.000Z', amount: { minor: 1_250_000 }, probability: 1 },
    { key: key('0065e00000AAAAaAAP'), happenedAt: '2026-08-02T09:14:31.000Z', closedAt: '2026-08-20T12:00:00.000Z' },
  ])
})

test('a converted lead is the person of its contact, and an opted-out one refuses e-mail', () => {
  const [row] = observe('leads', [fromRest(org, fields(objects.leads), lead)])
  expect(row?.records).toEqual([
    expect.objectContaining({
      kind: 'lead',
      status: 'Closed - Converted',
      source: 'Google Ads',
      convertedDay: '2026-08-02',
      contact: key('0035e00000DDDDdAAF'),
      opportunity: key('0065e00000AAAAaAAP'),
      company: key('0015e00000BBBBbAAH'),
      person: expect.objectContaining({
        email: 'avery@example.org',
        employer: 'Example Roofing',
        externalIds: { lead: key('00Q5e00000LLLLlAAH'), contact: key('0035e00000DDDDdAAF') },
      }) as unknown,
    }),
    expect.objectContaining({
      kind: 'consent',
      channel: 'email',
      granted: false,
      happenedAt: '2026-08-02T09:14:31.000Z',
    }),
  ])
  const { person: _person, ...told } = row?.records[0] as unknown as Record<string, unknown>
  expect(JSON.stringify(told)).not.toMatch(/Avery|example\.org|555/)
})

test('a bulk file of contacts keeps quotes, commas and line ends, and leaves blanks out', () => {
  const text = readFileSync(path.join(import.meta.dirname, 'samples/contacts.csv'), 'utf8')
  const lines = readCsvText(text).rows as Record<string, string>[]
  const rows = observe(
    'contacts',
    lines.map((line) => fromCsv(org, fields(objects.contacts), line)),
  )
  expect(rows.map(({ tally }) => tally)).toEqual([{ day: '2024-09-24' }, { day: '2024-09-24' }, { gone: true }])
  expect(rows[0]?.records[0]).toMatchObject({
    kind: 'crm_contact',
    company: key('0015e00000BBBBbAAH'),
    firstSource: 'Web',
    person: { lastName: 'Example, "A."', phone: '+1 314-555-0142', address: { line1: '12 Sample St\nApt B, rear' } },
  })
  expect(rows[0]?.records[1]).toMatchObject({ kind: 'consent', channel: 'call', granted: false })
  expect(rows[1]?.records[0]).not.toHaveProperty('company')
})

describe('other records', () => {
  const row = (fields: object) => ({
    ...org,
    Id: '7015e00000CCCCcAAG',
    CreatedDate: '2026-01-05T12:00:00.000Z',
    SystemModstamp: '2026-01-05T12:00:00.000Z',
    ...fields,
  })
  const mapped = (stream: string, fields: object) => observe(stream, [row(fields)])[0]?.records

  test('a campaign has its channel, its days on the org’s calendar and its cost', () => {
    expect(
      mapped('campaigns', {
        Name: 'Spring',
        Type: 'Email',
        Status: 'In Progress',
        IsActive: true,
        StartDate: '2026-03-01',
        EndDate: '2026-03-08',
        BudgetedCost: 900,
        NumberSent: 1_200,
      }),
    ).toEqual([
      expect.objectContaining({
        channel: 'email',
        status: 'active',
        sourceStatus: 'In Progress',
        startsAt: '2026-03-01T06:00:00.000Z',
        endsAt: '2026-03-09T05:00:00.000Z',
        cost: { kind: 'budgeted', amount: { minor: 90_000, currency: 'USD' } },
        counts: { sent: 1_200 },
      }),
    ])
    const channelOf = (Type: string) => (mapped('campaigns', { Name: 'X', Type })?.[0] as { channel?: string }).channel
    expect(
      ['Webinar', 'Direct Mail', 'Telemarketing', 'Banner Ads', 'Partners', 'Social', 'Whatever'].map(channelOf),
    ).toEqual(['event', 'mail', 'call', 'ads', 'partner', 'social', 'crm'])
  })

  test('a membership is a touch: when the person answered, else when they were added', () => {
    const member = {
      CampaignId: '7015e00000CCCCcAAG',
      'Campaign.Type': 'Webinar',
      ContactId: '0035e00000DDDDdAAF',
      Status: 'Attended',
    }
    expect(
      mapped('campaign_members', { ...member, HasResponded: true, FirstRespondedDate: '2026-03-03' }),
    ).toMatchObject([
      {
        kind: 'campaign_member',
        happenedAt: '2026-03-03T18:00:00.000Z',
        sourceDay: { day: '2026-03-03', zone: 'America/Chicago' },
        respondedAt: '2026-03-03T18:00:00.000Z',
      },
      {
        kind: 'touchpoint',
        type: 'campaign_responded',
        channel: 'event',
        person: { externalIds: { contact: key('0035e00000DDDDdAAF') } },
      },
    ])
    expect(mapped('campaign_members', { ...member, HasResponded: false })).toMatchObject([
      { kind: 'campaign_member', happenedAt: '2026-01-05T12:00:00.000Z' },
      { kind: 'touchpoint', type: 'campaign_member' },
    ])
  })

  test('a person account is a person and no company', () => {
    const records = mapped('accounts', {
      Name: 'Drew Demo',
      IsPersonAccount: true,
      PersonContactId: '0035e00000GGGGgAAF',
      PersonEmail: 'drew@example.org',
      PersonDoNotCall: true,
    })
    expect(records).toMatchObject([
      { kind: 'crm_contact', key: key('0035e00000GGGGgAAF') },
      { kind: 'consent', channel: 'call' },
    ])
    expect(JSON.stringify(records?.map(({ kind }) => kind))).not.toContain('company')
  })

  test('influence keeps its percent, a call its length, an owner no name', () => {
    expect(
      mapped('campaign_influence', {
        CampaignId: '7015e00000CCCCcAAG',
        OpportunityId: '0065e00000AAAAaAAP',
        ModelId: '03V5e00000GGGGgEAC',
        Influence: 33.33,
      }),
    ).toMatchObject([{ percent: 33.33, model: key('03V5e00000GGGGgEAC') }])
    expect(
      mapped('calls', {
        WhoId: '00Q5e00000LLLLlAAH',
        CallType: 'Inbound',
        CallDurationInSeconds: 61,
        ActivityDate: '2026-03-03',
        Status: 'Completed',
      }),
    ).toMatchObject([
      {
        kind: 'call',
        direction: 'in',
        status: 'completed',
        durationSeconds: 61,
        person: { externalIds: { lead: key('00Q5e00000LLLLlAAH') } },
        sourceDay: { day: '2026-03-03' },
      },
    ])
    expect(JSON.stringify(mapped('users', { Name: 'Robin', IsActive: false }))).not.toContain('Robin')
  })

  test('a row without what it cannot do without is set aside, by that field’s name', () => {
    const { quarantined } = observeRows(connector, 'opportunity_history', [row({ StageName: 'New' })], config)
    expect(quarantined[0]?.issues[0]?.path).toBe('OpportunityId')
    const { quarantined: noDate } = observeRows(
      connector,
      'leads',
      [{ ...row({ LastName: 'X' }), CreatedDate: undefined }],
      config,
    )
    expect(noDate[0]?.issues[0]?.path).toBe('CreatedDate')
  })
})
