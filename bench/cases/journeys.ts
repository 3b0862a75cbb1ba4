import type { CanonicalRecord, Person } from '../../packages/canonical/src/index.ts'
import { attributionThreads, createAttribution, followBack } from '../../packages/core/src/attribution/index.ts'
import { writeBatch } from '../../packages/core/src/ledger/index.ts'
import { percentile, type Case, type Measured } from '../measure.ts'
import { openWorldHouse, type WorldHouse } from '../world-house.ts'

const runs = 12
const [touched, touchesEach, giftsAtOnce] = [20_000, 8, 100]
const window = (days: 7 | 14 | 28 | 30 | 60 | 90) => ({ clickDays: days, viewDays: days })

/** Following the largest demo client's gifts back, and what its pages ask of that. */
export const bench: Case = {
  name: 'Journeys of a client of 120,000 line items',
  async run(say) {
    const gifts: { key: string; at: number; person: Person }[] = []
    const house = await openWorldHouse('marisol-vega-for-senate', say, (rows) => {
      for (const { records } of rows)
        for (const record of records)
          if (record.kind === 'conversion' && record.person)
            gifts.push({ key: record.key, at: Date.parse(record.happenedAt), person: record.person })
    })
    const threads = attributionThreads(1)
    try {
      const { actor, tenantId, door, now, secrets } = house
      const touches = await touchGivers(house, gifts)
      say(`${touches} touches written`)
      let began = performance.now()
      await followBack(door, actor, tenantId)
      const took = performance.now() - began
      const attribution = createAttribution({ door, now, secrets, threads, queue: { add: async () => {} } })
      const month = { from: '2026-10-22', to: '2026-11-20' }
      const year = { from: '2025-11-21', to: '2026-11-20' }
      const first = await attribution.journeys(actor, tenantId, { ...month, limit: 50 })
      const all = await attribution.compare(actor, tenantId, { ...year, by: 'channel' })
      const journeyNo = first.rows[0]?.journeyNo ?? 0
      const windows = [7, 14, 28, 30, 60, 90] as const
      const questions: [string, (run: number) => Promise<unknown>, string?][] = [
        [
          'every model, 30 days, another window each time',
          (run) =>
            attribution.compare(actor, tenantId, { ...month, by: 'channel', window: window(windows[run % 6] ?? 28) }),
          '< 200 ms',
        ],
        ['every model, 365 days', () => attribution.compare(actor, tenantId, { ...year, by: 'channel' })],
        ['every model by creative, 30 days', () => attribution.compare(actor, tenantId, { ...month, by: 'creative' })],
        ['paths, 30 days', () => attribution.paths(actor, tenantId, month)],
        ['50 journeys of 30 days', () => attribution.journeys(actor, tenantId, { ...month, limit: 50 })],
        [
          '50 journeys searched by a code',
          () => attribution.journeys(actor, tenantId, { ...month, limit: 50, search: 'sms_2026' }),
        ],
        ['one journey', () => attribution.journey(actor, tenantId, { journeyNo }), '< 100 ms'],
      ]
      const measured: Measured[] = [
        { name: 'gifts followed back', value: all.total.conversions, unit: 'gifts', note: 'of 365 days' },
        { name: 'all of them, from nothing', value: took / 1000, unit: 's' },
      ]
      for (const [name, ask, aim] of questions) {
        began = performance.now()
        await ask(0)
        const cold = performance.now() - began
        const times: number[] = []
        for (let run = 1; run <= runs; run += 1) {
          began = performance.now()
          await ask(run)
          times.push(performance.now() - began)
        }
        measured.push(
          { name: `${name}, first`, value: cold, unit: 'ms' },
          { name: `${name}, p95`, value: percentile(times, 0.95), unit: 'ms', ...(aim ? { aim } : {}) },
        )
      }
      return measured
    } finally {
      await threads.close()
      await house.close()
    }
  },
}

/** The latest givers are touched some times each before they give. */
async function touchGivers(
  { door, actor, tenantId, now, secrets }: WorldHouse,
  gifts: readonly { key: string; at: number; person: Person }[],
): Promise<number> {
  const latest = [...gifts].sort((a, b) => b.at - a.at).slice(0, touched)
  for (let start = 0; start < latest.length; start += giftsAtOnce) {
    const rows = latest
      .slice(start, start + giftsAtOnce)
      .flatMap(({ key, at, person }, i) =>
        Array.from({ length: touchesEach }, (_, k) =>
          touchOf(`${key} ${k}`, at - (k + 1) * (k + 2) * 40_000_000, person, i + k),
        ),
      )
    await door.withTenant(actor, tenantId, async (inside) =>
      writeBatch(inside, {
        rows,
        connectionId: '00000000-0000-4000-8000-0000000000c1',
        origin: 'read',
        now: now(),
        keyring: await secrets.forTenant(inside, now()),
      }),
    )
  }
  return latest.length * touchesEach
}

const types = ['text_clicked', 'text_delivered', 'email_clicked'] as const

function touchOf(key: string, at: number, person: Person, n: number) {
  const type = types[n % 3] ?? 'text_clicked'
  const record: CanonicalRecord = {
    kind: 'touchpoint',
    key,
    happenedAt: new Date(at).toISOString(),
    type,
    channel: type === 'email_clicked' ? 'email' : 'sms',
    campaign: `campaign ${n % 60}`,
    person,
  }
  return { source: 'bench', stream: 'touches', key, rank: 1, raw: { key }, records: [record], person }
}
