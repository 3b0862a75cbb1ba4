import { authenticateSession, type Actor } from '@throughline/db'
import { cast, planFaults, sentBy } from '@throughline/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAudit } from './audit/index.ts'
import { donor, gift, refund, row } from './ledger/testing/gift.ts'
import { ledgerFixture, testNow, type LedgerFixture } from './ledger/testing/ledger-fixture.ts'
import { createMetrics, provenMetrics, type Metrics, type ProvenMetricId } from './metrics/index.ts'
import { createSecrets, masterKeyFrom } from './secrets/index.ts'
import { tokenOf } from './tenants/testing/token-of.ts'

/**
 * Every question a dashboard asks, as the running system's login asks it: the tenant's policy is an index condition in each.
 * Whoever adds a page adds its questions to the list.
 */
const now = () => testNow
const secrets = createSecrets(masterKeyFrom(new Uint8Array(32).fill(7)))
const range = { from: '2026-11-01', to: '2026-11-20' }
let fixture: LedgerFixture
let olive: Actor
beforeAll(async () => {
  fixture = await ledgerFixture(cast.harbor)
  const first = gift('1', donor('ada'))
  await fixture.write([row('1', [first]), row('2', [gift('2', donor('ben'))])])
  await fixture.write([row('r1', [refund(first)], { stream: 'refunds' })])
  const actor = await authenticateSession(fixture.t.database, await tokenOf(fixture.t, cast.olive, now), now())
  if (!actor) throw new Error('olive is not signed in')
  olive = actor
})
afterAll(() => fixture.t.drop())

const figures = (ask: (metrics: Metrics) => Promise<unknown>) => ask
const asked: Record<string, (metrics: Metrics) => Promise<unknown>> = {
  overview: figures((it) =>
    it.overview(olive, cast.harbor, { range, comparison: 'previous_period', batch: undefined }),
  ),
  'overview as known at a batch': figures((it) =>
    it.overview(olive, cast.harbor, { range, comparison: 'previous_year', batch: 1 }),
  ),
  'latest gifts': figures((it) => it.latest(olive, cast.harbor, { limit: 20, cursor: undefined })),
  portfolio: figures((it) => it.portfolio(olive)),
  moments: figures((it) => it.moments(olive, cast.harbor, {})),
  'a moment': figures((it) => it.moments(olive, cast.harbor, { at: testNow.toISOString() })),
  ...Object.fromEntries(
    (Object.keys(provenMetrics) as ProvenMetricId[]).flatMap((metric) => [
      [`proof of ${metric}`, figures((it) => it.proof(olive, cast.harbor, { metric, range, batch: undefined }))],
      [
        `rows of ${metric}`,
        figures((it) =>
          it.proofRows(olive, cast.harbor, { metric, range, batch: undefined, limit: 20, cursor: undefined }),
        ),
      ],
      [
        `changes of ${metric}`,
        figures((it) => it.changes(olive, cast.harbor, { metric, range, batch: undefined, then: 1, now: 2 })),
      ],
    ]),
  ),
}

test.each(Object.keys(asked))('%s asks the tenant’s policy once, through an index', async (what) => {
  const sent = await sentBy(fixture.t, now, async (door) =>
    asked[what]?.(createMetrics({ door, now, secrets: { ...secrets, forTenant: async () => fixture.keyring } })),
  )
  expect(sent.length).toBeGreaterThan(0)
  expect(await planFaults(fixture.t, sent)).toEqual([])
})

test('the audit’s pages and its check do, too', async () => {
  const sent = await sentBy(fixture.t, now, async (door) => {
    const audit = createAudit({ door })
    await audit.list(olive, cast.harbor, { limit: 20, cursor: '100' })
    await audit.verify(olive, cast.harbor)
  })
  expect(sent.length).toBeGreaterThan(2)
  expect(await planFaults(fixture.t, sent)).toEqual([])
})
