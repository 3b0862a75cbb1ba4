import { randomUUID } from 'node:crypto'
import { authenticateJob } from '@throughline/db'
import { planFaults, sentBy } from '@throughline/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { donor, story, type Story } from '../../attribution/testing/story.ts'
import { createEventIntake } from '../../events/index.ts'
import { createSecrets, masterKeyFrom, type Secrets } from '../../secrets/index.ts'
import { createMetrics, metrics, type Answer, type Metrics, type Question } from '../index.ts'

const now = () => new Date('2026-11-20T15:00:00Z')
const range = { from: '2026-11-01', to: '2026-11-20' }
let s: Story
const withSecrets = () => ({ ...createSecrets(masterKeyFrom(new Uint8Array(32))), forTenant: async () => s.keyring })

beforeAll(async () => {
  s = await story()
  const campaign = randomUUID()
  const items = [
    {
      event_id: randomUUID(),
      event_type: 'campaign_clicked',
      timestamp: '2026-11-19T15:00:00.000Z',
      user_id: 'u',
      source: 'web',
      properties: { campaign_id: campaign, delivery_channel: 'ads' },
    },
  ]
  const intake = createEventIntake({
    ...{ door: s.t.door, notifier: { tell: () => {} }, sources: new Set<string>(), newId: randomUUID, now },
    secrets: { forTenant: async () => s.keyring } as unknown as Secrets,
  })
  await intake.take(authenticateJob(s.tenantId, 'test'), s.tenantId, { items, raw: Buffer.from(JSON.stringify(items)) })
  for (const name of ['ada', 'ben']) {
    await s.isTouched(`t ${name}`, donor(name), { campaign: `c ${name}` })
    await s.gives(`g ${name}`, donor(name))
  }
  await s.tell('spend', [
    {
      kind: 'spend',
      key: 's',
      happenedAt: '2026-11-10T06:00:00.000Z',
      sourceDay: { day: '2026-11-10', zone: 'America/Chicago' },
      amount: { minor: 300, currency: 'USD' },
      campaign: 'c ada',
      impressions: 100,
    },
  ])
  await s.attribute()
})
afterAll(() => s.t.drop())

const asks =
  (question: Omit<Question, 'range'>) =>
  (figures: Metrics): Promise<Answer> =>
    figures.query(authenticateJob(s.tenantId, 'test'), s.tenantId, { range, ...question })
const questions: [name: string, ask: (figures: Metrics) => Promise<Answer>][] = [
  ...metrics
    .filter(({ worked }) => worked.by !== 'nothing')
    .map(({ id, dimensions }): [string, (figures: Metrics) => Promise<Answer>] => [
      `${id} by ${dimensions.find((each) => each === 'campaign') ?? dimensions[0] ?? 'nothing'}`,
      asks({
        metrics: [id],
        by: dimensions.find((each) => each === 'campaign') ?? dimensions[0],
        comparison: 'previous_period',
      }),
    ]),
  ['money by hour, compared', asks({ metrics: ['raised_net', 'gifts'], by: 'hour', comparison: 'previous_year' })],
  ['clicks by hour', asks({ metrics: ['clicks_first_party'], by: 'hour' })],
  ['clicks by campaign as they were', asks({ metrics: ['clicks_first_party'], by: 'campaign', batch: 1 })],
  [
    'credit of one campaign and donor type',
    asks({ metrics: ['attributed_net'], filter: { channel: ['sms'], donor_type: ['new'] } }),
  ],
  [
    'credit by another model and window',
    asks({ metrics: ['roas'], by: 'channel', model: 'linear', window: { clickDays: 7, viewDays: 1 } }),
  ],
]

test.each(questions)('%s asks the tenant’s policy once, as the condition of an index', async (_name, ask) => {
  const secrets = withSecrets()
  const statements = await sentBy(s.t, now, (door) => ask(createMetrics({ door, now, secrets })))
  expect(statements.length).toBeGreaterThan(3)
  expect(await planFaults(s.t, statements)).toEqual([])
})

test('more metrics of the same measures take no more statements, however many rows there are', async () => {
  const secrets = withSecrets()
  const count = async (question: Omit<Question, 'range'>) =>
    (await sentBy(s.t, now, (door) => asks(question)(createMetrics({ door, now, secrets })))).length
  const one = await count({ metrics: ['attributed_net'], by: 'campaign', limit: 1 })
  expect(await count({ metrics: ['attributed_net', 'attributed_gross', 'attributed_gifts'], by: 'campaign' })).toBe(one)
})
