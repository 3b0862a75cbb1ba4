import { createMetrics } from '../../packages/core/src/metrics/index.ts'
import { percentile, type Case, type Measured } from '../measure.ts'
import { openWorldHouse } from '../world-house.ts'

const runs = 25

/** What the pages of the largest demo client ask, through the door, as the running system's login. */
export const bench: Case = {
  name: 'Figures of a client of 120,000 line items',
  async run(say) {
    const house = await openWorldHouse('marisol-vega-for-senate', say)
    try {
      const { actor, tenantId, door, now, secrets } = house
      const figures = createMetrics({ door, now, secrets })
      const month = { from: '2026-10-22', to: '2026-11-20' }
      const year = { from: '2025-11-21', to: '2026-11-20' }
      const [newest] = await figures.moments(actor, tenantId, { at: '2100-01-01T00:00:00.000Z' })
      const last = newest?.batch ?? 0
      const questions: [string, () => Promise<unknown>][] = [
        [
          'overview, 30 days against the 30 before',
          () => figures.overview(actor, tenantId, { range: month, comparison: 'previous_period' }),
        ],
        [
          'overview, 365 days against the year before',
          () => figures.overview(actor, tenantId, { range: year, comparison: 'previous_year' }),
        ],
        ['latest 20 gifts', () => figures.latest(actor, tenantId, { limit: 20 })],
        ['proof of net, 30 days', () => figures.proof(actor, tenantId, { metric: 'raised_net', range: month })],
        [
          '50 rows behind net, 30 days',
          () => figures.proofRows(actor, tenantId, { metric: 'raised_net', range: month, limit: 50 }),
        ],
        [
          '50 rows behind new donors, 30 days',
          () => figures.proofRows(actor, tenantId, { metric: 'new_donors', range: month, limit: 50 }),
        ],
        [
          'changes of net over the last 100 batches',
          () =>
            figures.changes(actor, tenantId, {
              metric: 'raised_net',
              range: month,
              then: Math.max(0, last - 100),
              now: last,
            }),
        ],
      ]
      const measured: Measured[] = []
      for (const [name, ask] of questions) {
        const times: number[] = []
        for (let run = 0; run < runs; run++) {
          const began = performance.now()
          await ask()
          times.push(performance.now() - began)
        }
        const warm = times.slice(3)
        measured.push(
          { name: `${name}, p50`, value: percentile(warm, 0.5), unit: 'ms' },
          { name: `${name}, p95`, value: percentile(warm, 0.95), unit: 'ms', aim: '< 150 ms' },
        )
      }
      return measured
    } finally {
      await house.close()
    }
  },
}
