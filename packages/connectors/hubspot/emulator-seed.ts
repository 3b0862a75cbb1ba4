import type { HubSpotLedger } from './emulator-ledger.ts'

const at = (text: string): number => Date.parse(text)
const [won, lost] = ['closedwon', 'closedlost']

/** Stages of the pipeline that every account begins with, and of one that somebody made: numbers for ids. */
export function seedPipelines(ledger: HubSpotLedger): void {
  const stage = (id: string, label: string, probability: string, isClosed = false) => ({
    id,
    label,
    probability,
    isClosed,
  })
  ledger.pipelines.push(
    {
      objectType: 'deals',
      id: 'default',
      label: 'Sales Pipeline',
      stages: [
        stage('appointmentscheduled', 'Appointment', '0.2'),
        stage('qualifiedtobuy', 'Qualified', '0.4'),
        stage('contractsent', 'Contract sent', '0.9'),
        stage(won, 'Won', '1.0', true),
        stage(lost, 'Lost', '0.0', true),
      ],
    },
    {
      objectType: 'deals',
      id: '71002200',
      label: 'Major gifts',
      stages: [stage('139900001', 'Asked', '0.5'), stage('139900002', 'Pledged', '1.0', true)],
    },
    {
      objectType: 'leads',
      id: 'lead-pipeline-id',
      label: 'Leads',
      stages: [stage('new-stage-id', 'New', '0.1'), stage('qualified-stage-id', 'Qualified', '1.0', true)],
    },
  )
}

/** A small account with every shape that trips integrators, ending shortly before 2026-11-15. */
export function seedLedger(ledger: HubSpotLedger): void {
  seedPipelines(ledger)
  const owner = (id: string, firstName: string, more: object = {}) =>
    ledger.owners.push({
      id,
      email: `${firstName.toLowerCase()}@example.com`,
      firstName,
      lastName: 'Sample',
      type: 'PERSON',
      createdAt: at('2025-01-05T09:00:00Z'),
      ...more,
    })
  owner('7100231', 'Robin')
  owner('7100232', 'Inbox', { type: 'QUEUE' })
  owner('7100233', 'Gone', { archived: true })
  seedPeople(ledger)
  seedDeals(ledger)
  const campaign = (id: string, name: string, members: string[], more: Record<string, string> = {}) =>
    ledger.campaigns.push({
      id,
      createdAt: at('2026-07-01T12:00:00Z'),
      updatedAt: at('2026-08-01T12:00:00Z'),
      properties: {
        hs_name: name,
        hs_start_date: '2026-07-15',
        hs_campaign_status: 'in_progress',
        hs_utm: name,
        ...more,
      },
      members,
    })
  campaign('39c4f7d0-0000-4000-8000-000000000001', 'fall-appeal', ['81120', '81121'], {
    hs_currency_code: 'USD',
    hs_budget_items_sum_amount: '5000',
    hs_spend_items_sum_amount: '1200.5',
  })
  campaign('39c4f7d0-0000-4000-8000-000000000002', 'gala', ['81122'], {
    hs_campaign_status: 'planned',
    hs_notes: 'Call Dana',
  })
  ledger.forms.push(
    { id: '01234567-89ab-cdef-0123-456789abcdef', name: 'Newsletter', createdAt: at('2025-03-01T10:00:00Z') },
    {
      id: '01234567-89ab-cdef-0123-456789abcde0',
      name: 'Old one',
      createdAt: at('2024-03-01T10:00:00Z'),
      archived: true,
    },
  )
}

function seedPeople(ledger: HubSpotLedger): void {
  for (const [id, name, domain] of [
    ['55001', 'Ruiz Roofing', 'ruiz.example.com'],
    ['55002', 'Example Foundation', 'foundation.example.org'],
    ['55003', 'Parent Holding', 'holding.example.com'],
  ])
    ledger.add('companies', {
      id: id ?? '',
      properties: { name: name ?? '', domain: domain ?? '', industry: 'NON_PROFIT', hubspot_owner_id: '7100231' },
      at: at('2026-02-03T08:00:00Z'),
      modifiedAt: at('2026-09-01T08:00:00Z'),
    })
  ledger.update('companies', '55001', { hs_parent_company_id: '55003' }, { at: at('2026-09-02T08:00:00Z') })
  const contact = (id: number, made: string, properties: Record<string, string | null>, modified = made) =>
    ledger.add('contacts', { id, properties, at: at(made), modifiedAt: at(modified) })
  contact(81120, '2026-08-02T09:14:31.120Z', {
    ...{ email: 'dana@example.com', firstname: 'Dana', lastname: 'Ruiz', phone: '+1 314 555 0142', city: 'St. Louis' },
    ...{ state: 'MO', country: 'United States', associatedcompanyid: '55001', hubspot_owner_id: '7100231' },
    ...{ lifecyclestage: 'opportunity', hs_lead_status: 'IN_PROGRESS', hs_analytics_source: 'PAID_SOCIAL' },
    ...{ hs_analytics_source_data_1: 'fall-appeal', hs_latest_source: 'EMAIL_MARKETING' },
    ...{ hs_v2_date_entered_lead: '2026-08-03T10:00:00Z', hs_v2_date_entered_opportunity: '2026-08-20T12:00:00Z' },
    ...{ hs_analytics_first_timestamp: '2026-08-02T09:10:00Z', hs_google_click_id: 'Cj0KCQ' },
    hs_analytics_first_url:
      'https://give.example.org/join?utm_campaign=fall-appeal&fbclid=IwAR0abc&email=dana@example.com',
  })
  contact(81121, '2026-08-05T10:00:00Z', {
    ...{ email: 'ben@example.com', hs_additional_emails: 'ben.old@example.com;ben2@example.org', firstname: 'Ben' },
    ...{ mobilephone: '(312) 555-0143', lifecyclestage: 'subscriber', hs_analytics_source: 'OFFLINE' },
    ...{ hs_analytics_source_data_1: 'IMPORT', hs_analytics_source_data_2: 'userId:6120041' },
  })
  contact(81122, '2026-09-01T10:00:00Z', { email: 'cleo@example.org', lifecyclestage: 'lead', hs_lead_status: 'NEW' })
  contact(81123, '2026-09-02T10:00:00Z', {})
  contact(81124, '2026-09-03T10:00:00Z', { email: 'archived@example.com' })
  ledger.archive('contacts', '81124', at('2026-10-01T00:00:00Z'))
  contact(81125, '2026-09-04T10:00:00Z', { email: 'twin@example.com' })
  contact(81126, '2026-09-05T10:00:00Z', { email: 'twin2@example.com', phone: '+13145550199' })
  ledger.merge('contacts', '81125', '81126', at('2026-10-05T10:00:00Z'))
  contact(81127, '2026-09-06T10:00:00Z', { email: 'old-way@example.com' })
  contact(81128, '2026-09-07T10:00:00Z', { email: 'old-way-2@example.com' })
  ledger.merge('contacts', '81127', '81128', at('2024-10-05T10:00:00Z'), { keepId: true })
}

function seedDeals(ledger: HubSpotLedger): void {
  const deal = (id: number, dealname: string, stages: [string, string][], more: Record<string, string | null> = {}) =>
    ledger.add('deals', {
      id,
      properties: { dealname, amount: '12500.00', deal_currency_code: 'USD', hubspot_owner_id: '7100231', ...more },
      at: at(stages[0]?.[1] ?? ''),
      modifiedAt: at(stages.at(-1)?.[1] ?? ''),
      stages: stages.map(([stage, moment]) => ({ stage, at: at(moment) })),
      contacts: [81120],
      companies: [55001, 55002],
    })
  deal(
    31900552,
    'Ruiz - roof',
    [
      ['appointmentscheduled', '2026-08-02T09:14:31.120Z'],
      ['qualifiedtobuy', '2026-08-20T12:00:00Z'],
      ['contractsent', '2026-09-10T18:00:01.992Z'],
    ],
    { closedate: '2026-10-31T00:00:00Z', hs_deal_stage_probability: '0.9', utm_campaign: 'fall-appeal' },
  )
  deal(
    31900553,
    'Won, then won again',
    [
      ['appointmentscheduled', '2026-08-02T10:00:00Z'],
      [won, '2026-08-20T12:00:00Z'],
      ['contractsent', '2026-08-21T12:00:00Z'],
      [won, '2026-09-10T18:00:00Z'],
    ],
    { closedate: '2026-09-09T00:00:00Z', hs_deal_stage_probability: '1.0' },
  )
  deal(31900554, 'Lost', [[lost, '2026-09-12T10:00:00Z']], { amount: null, closed_lost_reason: 'Asked Dana, no' })
  deal(31900555, 'In euros', [['139900001', '2026-09-13T10:00:00Z']], {
    ...{ pipeline: '71002200', deal_currency_code: 'EUR', amount: '1.2E3' },
  })
  deal(31900556, 'A stage nobody knows', [['888', '2026-09-14T10:00:00Z']], { deal_currency_code: null })
  deal(31900557, 'Archived', [['contractsent', '2026-09-15T10:00:00Z']])
  ledger.archive('deals', '31900557', at('2026-10-02T00:00:00Z'))
  deal(31900558, 'One of two', [['contractsent', '2026-09-16T10:00:00Z']])
  deal(31900559, 'Two of two', [['qualifiedtobuy', '2026-09-17T10:00:00Z']])
  ledger.merge('deals', '31900558', '31900559', at('2026-10-06T00:00:00Z'))
  ledger.add('leads', {
    id: 41001,
    properties: { hs_lead_name: 'Cleo Sample', hs_pipeline: 'lead-pipeline-id', hs_pipeline_stage: 'new-stage-id' },
    at: at('2026-09-20T10:00:00Z'),
    contacts: [81122],
  })
}
