import { connect, observeRows, splitDelivery } from '@throughline/connector-kit'
import { keep, runToEnd, step, type Fault } from '@throughline/connector-kit/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { refused, type ReportFate } from './emulator.ts'
import { addDays } from './times.ts'
import { figures, open, smallLedger, spendInBooks, spendRead, today, type MetaDrive } from './testing.ts'

const hourMs = 3_600_000
const ads = 6
const days = 12

/** What may happen between two readings, or in the middle of one. */
type Happening =
  | { type: 'restate'; ad: number; back: number; spend: number }
  | { type: 'vanish'; ad: number; back: number }
  | { type: 'rename' | 'archive' | 'delete' | 'hint'; ad: number }
  | { type: 'slice' | 'read'; stream: 'ads' | 'ad_metrics' }
  | { type: 'hour' }
  | { type: 'fault'; fault: Fault }
  | { type: 'fate'; fate: ReportFate }

const ad = fc.integer({ min: 0, max: ads - 1 })
const back = fc.integer({ min: 0, max: days - 1 })
const fault = fc.constantFrom<Fault>(
  { type: 'status', status: 429, retryAfter: '30' },
  { type: 'status', status: 503 },
  { type: 'network' },
  { type: 'truncated' },
  refused({ code: 17, subcode: 2_446_079 }),
  refused({ code: 80_000 }),
  refused({ code: 2, status: 500 }),
  refused({ code: 1, subcode: 99, status: 500 }),
)
const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({ type: fc.constant('restate' as const), ad, back, spend: fc.integer({ min: 0, max: 50_000 }) }),
  fc.record({ type: fc.constant('vanish' as const), ad, back }),
  fc.record({ type: fc.constantFrom('rename' as const, 'archive' as const, 'delete' as const, 'hint' as const), ad }),
  fc.record({
    type: fc.constantFrom('slice' as const, 'read' as const, 'read' as const),
    stream: fc.constantFrom('ads' as const, 'ad_metrics' as const),
  }),
  fc.constant({ type: 'hour' as const }),
  fc.record({ type: fc.constant('fault' as const), fault }),
  fc.record({
    type: fc.constant('fate' as const),
    fate: fc.constantFrom<ReportFate>('passing', 'fails', 'expires', 'large', 'skipped'),
  }),
)

function world(from = -days): MetaDrive {
  const ledger = smallLedger(ads)
  for (const [index, id] of [...ledger.ads.keys()].entries())
    for (let each = 0; each < days; each += 1)
      if ((index + each) % 3 !== 0) ledger.deliver(id, addDays(today, -each), figures(100 * index + each + 1))
  return open({ ledger, own: ['1000'], config: { breakdowns: [], backfillFrom: addDays(today, from) } })
}

async function happen(drive: MetaDrive, it: Happening): Promise<void> {
  const { ledger } = drive.emulator
  const chosen = 'ad' in it ? [...ledger.ads.values()][it.ad] : undefined
  const now = drive.clock.now().getTime()
  switch (it.type) {
    case 'restate':
      return ledger.deliver(chosen?.id ?? '', addDays(today, -it.back), figures(it.spend))
    case 'vanish':
      return ledger.deliver(chosen?.id ?? '', addDays(today, -it.back), null)
    case 'rename':
      return void (chosen && Object.assign(chosen, { name: `${chosen.name}'`, updatedAt: now }))
    case 'archive':
    case 'delete':
      return void (
        chosen && Object.assign(chosen, { status: it.type === 'delete' ? 'DELETED' : 'ARCHIVED', updatedAt: now })
      )
    case 'hint':
      return chosen && hint(drive, chosen.id)
    case 'slice':
      return void (await step(drive, it.stream, { budgetMs: 0 }))
    case 'read':
      return void (await runToEnd(drive, it.stream))
    case 'hour':
      return drive.clock.advance(hourMs)
    case 'fault':
      return drive.emulator.faults.next(it.fault)
    case 'fate':
      return void drive.emulator.reports.fates.push(it.fate)
  }
}

/** A webhook names an ad, and the worker asks for it; where Meta does not answer the hint is asked for again later. */
async function hint(drive: MetaDrive, id: string): Promise<void> {
  const { request } = drive.emulator.webhookFor([{ level: 'AD', id }])
  const split = connector.webhooks.ads?.split(JSON.parse(Buffer.from(request.body).toString())) ?? []
  expect(
    splitDelivery(connector, 'ads', Buffer.from(JSON.stringify({ delivered: split })), drive.emulator.config).hints,
  ).toHaveLength(1)
  const ctx = connect({ ...drive, signal: new AbortController().signal })
  const rows = await connector.streams.ads
    ?.fetch?.(
      ctx,
      split.flatMap(({ key }) => key ?? []),
    )
    .catch(() => [])
  keep(drive.store, observeRows(connector, 'ads', rows ?? [], drive.emulator.config).rows)
}

/** A quiet day later everything has been read again. */
async function settle(drive: MetaDrive): Promise<void> {
  drive.emulator.faults.clear()
  drive.emulator.reports.fates.length = 0
  drive.emulator.reports.mostRows = 100_000
  for (const stream of ['ads', 'ad_metrics']) {
    await runToEnd(drive, stream)
    drive.clock.advance(21 * hourMs)
    expect((await runToEnd(drive, stream)).outcome).toBe('done')
  }
}

describe('laws', { timeout: 240_000 }, () => {
  test('any interleaving of readings, webhooks, restatements and faults ends in the emulator’s own books', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 40, size: 'max' }), async (happenings) => {
        const drive = world()
        // Every ad was listed once: one that only a webhook told of, deleted before any list, shows in the count alone.
        await runToEnd(drive, 'ads')
        for (const each of happenings) await happen(drive, each)
        await settle(drive)
        expect(spendRead(drive)).toEqual(spendInBooks(drive))
        for (const each of drive.emulator.ledger.ads.values()) {
          const [record] = drive.store.rows.get(`ads/${each.id}`)?.records ?? []
          const sourceStatus = drive.emulator.ledger.effectiveStatus(each)
          expect(record).toMatchObject({ kind: 'ad', name: each.name, sourceStatus })
        }
        expect(drive.store.quarantined).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  test('a history read in any stretches, pages and sizes of report is one big reading', async () => {
    const whole = world()
    await runToEnd(whole, 'ad_metrics')
    const expected = spendRead(whole)
    expect(Object.keys(expected).length).toBeGreaterThan(40)
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.integer({ min: 1, max: days }), { maxLength: 4 }),
        fc.boolean(),
        async (mostRows, starts, slices) => {
          const drive = world()
          drive.emulator.reports.mostRows = mostRows
          for (const start of starts) {
            drive.store.positions.set('ad_metrics', {
              cursor: { from: addDays(today, -start), accounts: {} },
              open: false,
            })
            for (let slice = 0; slice < 5; slice += 1) await step(drive, 'ad_metrics', { budgetMs: 0 })
          }
          drive.store.positions.clear()
          await runToEnd(drive, 'ad_metrics', slices ? { budgetMs: 0 } : {})
          expect(spendRead(drive)).toEqual(expected)
        },
      ),
      { numRuns: 20 },
    )
  })

  test('the ads’ days together are the account’s, in every breakdown', async () => {
    const sums = (drive: MetaDrive, stream: string) => {
      const byDay = new Map<string, number>()
      for (const row of drive.store.rows.values())
        if (row.stream === stream && row.tally?.sum)
          byDay.set(row.tally.day ?? '', (byDay.get(row.tally.day ?? '') ?? 0) + row.tally.sum.minor)
      return new Map([...byDay].filter(([, minor]) => minor > 0).sort())
    }
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ ad, back, spend: fc.integer({ min: 0, max: 1e6 }) }), { maxLength: 40 }),
        async (changes) => {
          const drive = world()
          drive.connection.config = { ...drive.emulator.config, breakdowns: ['placement'] }
          for (const change of changes) await happen(drive, { type: 'restate', ...change })
          const books = drive.emulator.ledger.spendByDay('1000', addDays(today, -days), today)
          const filled = new Map([...books].filter(([, minor]) => minor > 0).sort())
          for (const stream of ['ad_metrics', 'ad_metrics_placement']) {
            await runToEnd(drive, stream)
            expect(sums(drive, stream)).toEqual(filled)
          }
        },
      ),
      { numRuns: 15 },
    )
  })
})
