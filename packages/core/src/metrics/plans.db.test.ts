import { authenticateJob } from '@throughline/db'
import { cast, planFaults, sentBy } from '@throughline/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { userActor } from '../../../db/src/actor.ts'
import { donor, gift, refund, row } from '../ledger/testing/gift.ts'
import { ledgerFixture, type LedgerFixture } from '../ledger/testing/ledger-fixture.ts'
import { createSecrets, masterKeyFrom } from '../secrets/index.ts'
import { createMetrics, type Metrics } from './index.ts'

const now = () => new Date('2026-11-20T15:00:00Z')
const range = { from: '2026-11-01', to: '2026-11-20' }
const job = authenticateJob(cast.harbor, 'test')
let fixture: LedgerFixture
beforeAll(async () => {
  fixture = await ledgerFixture()
  const given = gift('1', donor('ada'))
  await fixture.write([row('1', [given])])
  await fixture.write([row('r1', [refund(given)], { stream: 'refunds' })])
})
afterAll(() => fixture.t.drop())

/** Every question that a page asks of the figures. */
const questions: Record<string, (figures: Metrics) => Promise<unknown>> = {
  overview: (figures) => figures.overview(job, cast.harbor, { range, comparison: 'previous_year' }),
  'overview as it was': (figures) =>
    figures.overview(job, cast.harbor, { range, comparison: 'previous_period', batch: 1 }),
  'latest gifts': (figures) => figures.latest(job, cast.harbor, { limit: 20 }),
  portfolio: (figures) => figures.portfolio(userActor(cast.olive)),
  proof: (figures) => figures.proof(job, cast.harbor, { metric: 'raised_net', range }),
  'proof of people': (figures) => figures.proof(job, cast.harbor, { metric: 'new_donors', range }),
  'rows behind money': (figures) => figures.proofRows(job, cast.harbor, { metric: 'raised_net', range, limit: 50 }),
  'rows behind people': (figures) => figures.proofRows(job, cast.harbor, { metric: 'new_donors', range, limit: 50 }),
  'recurring plans': (figures) => figures.recurring(job, cast.harbor, {}),
  'recurring plans as they were': (figures) => figures.recurring(job, cast.harbor, { batch: 1 }),
  'the lapsed plans': (figures) => figures.recurringRows(job, cast.harbor, { state: 'lapsed', limit: 50 }),
  'a funnel': (figures) =>
    figures.funnel(job, cast.harbor, {
      ...{ range, donorType: 'new', segment: 'inactive' },
      steps: [{ of: 'activity', kind: 'clicked', channel: 'email' }, { of: 'gift' }],
    }),
  'people by campaign': (figures) => figures.people(job, cast.harbor, { range, by: 'campaign', kind: 'visited' }),
  cohorts: (figures) => figures.cohorts(job, cast.harbor, { range, batch: 1 }),
  'what people are worth': (figures) =>
    figures.query(job, cast.harbor, { metrics: ['ltv_12m', 'payback_observed', 'repeat_rate', 'gross_margin'], range }),
  'what people saw': (figures) =>
    figures.query(job, cast.harbor, {
      ...{ metrics: ['message_frequency', 'time_to_first_conversion', 'conversion_rate'], range },
      by: 'campaign',
    }),
  'what would not have come': (figures) =>
    figures.query(job, cast.harbor, { metrics: ['incrementality', 'net_incremental_revenue'], range }),
  moments: (figures) => figures.moments(job, cast.harbor, {}),
  'the moment at an instant': (figures) => figures.moments(job, cast.harbor, { at: '2026-11-20T00:00:00.000Z' }),
  'changes of money': (figures) => figures.changes(job, cast.harbor, { metric: 'raised_net', range, then: 0, now: 2 }),
  'changes of people': (figures) => figures.changes(job, cast.harbor, { metric: 'donors', range, then: 0, now: 2 }),
}

test.each(Object.entries(questions))(
  '%s asks the tenant’s policy once, as the condition of an index',
  async (_name, ask) => {
    const secrets = { ...createSecrets(masterKeyFrom(new Uint8Array(32))), forTenant: async () => fixture.keyring }
    const statements = await sentBy(fixture.t, now, (door) => ask(createMetrics({ door, now, secrets })))
    expect(statements.length).toBeGreaterThan(0)
    expect(await planFaults(fixture.t, statements)).toEqual([])
  },
)

test('the portfolio takes as many statements for two clients as for one', async () => {
  const secrets = createSecrets(masterKeyFrom(new Uint8Array(32)))
  const count = async (user: string) =>
    (await sentBy(fixture.t, now, (door) => createMetrics({ door, now, secrets }).portfolio(userActor(user)))).length
  expect(await count(cast.olive)).toBe(await count(cast.ana))
})
