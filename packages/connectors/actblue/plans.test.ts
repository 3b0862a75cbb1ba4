import {
  isPlanEnded,
  mergeRecords,
  type CanonicalRecord,
  type Contribution,
  type RecurringPlan,
} from '@throughline/canonical'
import { observeRows, splitDelivery, type ObservedRow } from '@throughline/connector-kit'
import { fakeClock } from '@throughline/connector-kit/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { createEmulator, type EmulatedLine } from './emulator.ts'
import { reportRows, contributionRecord, cancellationRecord } from './emulator-report.ts'
import type { Config } from './schema.ts'
import { seedEntities } from './emulator-seed.ts'

const clock = fakeClock('2026-11-15T17:00:00.000Z')
const monthMs = 30 * 86_400_000
const start = Date.parse('2026-01-10T15:00:00Z')
const zone = 'America/New_York'

interface Series {
  charges: number
  /** Ended so many charges after the first; the ones after that re-open it. */
  endsAfter: number | undefined
  weekly: boolean
  tandem: boolean
}

const orderNumber = 'AB777'
/** One order's lines: one of ours a charge, and one of another entity where it is a tandem gift. */
function linesOf({ charges, endsAfter, weekly, tandem }: Series): EmulatedLine[] {
  const cancelledAt = endsAfter === undefined ? undefined : start + (endsAfter - 0.5) * monthMs
  const order = {
    ...{ orderNumber, createdAt: start, form: 'f', period: weekly ? ('weekly' as const) : ('monthly' as const) },
    donor: { id: 1, firstname: 'A', lastname: 'B', email: 'a@example.org' },
    ...(cancelledAt === undefined ? {} : { cancelledAt, cancelReason: 'Donor request' }),
  }
  return Array.from({ length: charges }, (_, index) =>
    [70001, ...(tandem ? [70002] : [])].map((entityId, at): EmulatedLine => {
      const paidAt = start + index * monthMs
      const first = index === 0 ? { amountMinor: 1350, repeatsMinor: 1000 } : { amountMinor: 1000, repeatsMinor: 1000 }
      return { lineitemId: 1_000 + index * 10 + at, order, entityId, paidAt, charge: index + 1, ...first }
    }),
  ).flat()
}

/** Everything that either path says of the lines, as this connection reads it: one element a row. */
function told(lines: readonly EmulatedLine[], config: Config, by: 'notices' | 'reports' | 'both'): ObservedRow[] {
  const emulator = createEmulator({ clock, random: () => 0, lines })
  const { ledger } = emulator
  const notices = emulator
    .deliveries()
    .flatMap(({ kind, request }) => splitDelivery(connector, kind, request.body, config).rows)
  const read = (stream: string, rows: object[]) => observeRows(connector, stream, rows, config).rows
  const query = { start: '2026-01-01', end: '2026-12-01', now: clock.now(), entities: seedEntities }
  const rowsOf = (type: 'paid_contributions' | 'cancelled_recurring_contributions') =>
    [...reportRows(ledger, { ...query, type, own: [70001, 70002], refundsBy: 'refund' })].map((row) =>
      filled(
        'lineitemId' in row
          ? contributionRecord(row, seedEntities)
          : cancellationRecord(row, ledger.linesOf(row.orderNumber), seedEntities),
      ),
    )
  const reports = [
    ...read('donations', rowsOf('paid_contributions')),
    ...read('cancellations', rowsOf('cancelled_recurring_contributions')),
  ]
  return by === 'notices' ? notices : by === 'reports' ? reports : [...notices, ...reports]
}
const filled = (record: Record<string, string>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ''))

const config = (...entityIds: string[]): Config => ({
  entityIds,
  backfillFrom: '2026-01-01',
  managedForms: false,
  clickIdPatterns: {},
})

/** The ledger's rule in small: a row replaces what the same row said before unless overtaken, then rows are merged. */
function plansOf(arriving: readonly ObservedRow[]): Record<string, RecurringPlan> {
  const rows = new Map<string, ObservedRow>()
  for (const row of arriving) {
    const place = `${row.stream}/${row.key}`
    if ((row.revision ?? 0) >= (rows.get(place)?.revision ?? -Infinity)) rows.set(place, row)
  }
  const parts = new Map<string, Contribution<RecurringPlan>[]>()
  for (const { rank, stream, key, records } of rows.values())
    for (const record of records) {
      if (!isPlan(record)) continue
      const { person: _, ...plan } = record
      parts.set(record.key, [...(parts.get(record.key) ?? []), { rank, row: `${stream}/${key}`, record: plan }])
    }
  const merged = [...parts].map(([key, of]) => [key, mergeRecords(of)] as const)
  return Object.fromEntries(merged.filter(([, plan]) => plan !== undefined && !plan.stub)) as Record<
    string,
    RecurringPlan
  >
}
const isPlan = (record: CanonicalRecord): record is RecurringPlan => record.kind === 'recurring_plan'

const series = fc.record({
  charges: fc.integer({ min: 1, max: 5 }),
  endsAfter: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }),
  weekly: fc.boolean(),
  tandem: fc.boolean(),
})
const arrival = (rows: ObservedRow[]) =>
  fc
    .tuple(fc.shuffledSubarray(rows, { minLength: rows.length }), fc.subarray(rows))
    .map(([all, again]) => [...again, ...all, ...again])

describe('a plan, told in any order and any number of times', () => {
  test('stands as its order does at the source, by notices, by reports and by both', () => {
    fc.assert(
      fc.property(
        series.chain((each) =>
          fc
            .constantFrom('notices' as const, 'reports' as const, 'both' as const)
            .chain((by) => fc.tuple(fc.constant(each), arrival(told(linesOf(each), config('70001', '70002'), by)))),
        ),
        ([each, rows]) => {
          const plans = plansOf(rows)
          expect(Object.keys(plans).sort()).toEqual(
            (each.tandem ? ['70001', '70002'] : ['70001']).map((entity) => `${orderNumber}:${entity}`),
          )
          for (const plan of Object.values(plans)) {
            expect(plan.lastChargeAt).toBe(new Date(start + (each.charges - 1) * monthMs).toISOString())
            expect(plan.amount?.minor).toBe(1000)
            expect(plan.period).toBe(each.weekly ? 'weekly' : 'monthly')
            // A charge after the end re-opened it.
            const ended = each.endsAfter !== undefined && each.charges <= each.endsAfter
            expect(isPlanEnded(plan, zone)).toBe(ended)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  test('has ended when the notice of its end came before its first charge', () => {
    const rows = told(linesOf({ charges: 1, endsAfter: 1, weekly: true, tandem: false }), config('70001'), 'notices')
    const ends = rows.filter(({ stream }) => stream === 'cancellation_notices')
    const charges = rows.filter(({ stream }) => stream === 'donation_notices')
    expect([ends.length, charges.length]).toEqual([1, 1])
    const early = Object.values(plansOf(ends))
    expect(early.map((plan) => isPlanEnded(plan, zone))).toEqual([true])
    expect(early[0]).not.toHaveProperty('lastChargeAt')
    const [plan] = Object.values(plansOf([...ends, ...charges]))
    expect(plan).toMatchObject({ period: 'weekly', amount: { minor: 1000 } })
    expect(plan && isPlanEnded(plan, zone)).toBe(true)
    expect(plansOf([...charges, ...ends])).toEqual(plansOf([...ends, ...charges]))
  })

  test('a second end, after a charge that re-opened it, counts whichever end comes last', () => {
    const [line] = linesOf({ charges: 1, endsAfter: 1, weekly: false, tandem: false })
    const ended = (cancelledAt: number) =>
      told([{ ...line!, order: { ...line!.order, cancelledAt } }], config('70001'), 'notices').filter(
        ({ stream }) => stream === 'cancellation_notices',
      )
    const [first, second] = [ended(start + monthMs), ended(start + 3 * monthMs)]
    for (const rows of [
      [...first, ...second],
      [...second, ...first],
    ])
      expect(Object.values(plansOf(rows))[0]?.cancelledAt).toBe(new Date(start + 3 * monthMs).toISOString())
  })
})

describe('a report that names no entity', () => {
  const lines = linesOf({ charges: 1, endsAfter: 1, weekly: false, tandem: false })
  const ends = (...entityIds: string[]) =>
    told(lines, config(...entityIds), 'reports').filter(({ stream }) => stream === 'cancellations')

  test('makes no plan of an entity that no charge or notice tells of', () => {
    expect(plansOf(ends('70001', '70002'))).toEqual({})
    const all = told(lines, config('70001', '70002'), 'reports')
    expect(Object.keys(plansOf(all))).toEqual([`${orderNumber}:70001`])
    // The same row read for one entity alone is surely that entity's.
    expect(Object.keys(plansOf(ends('70001')))).toEqual([`${orderNumber}:70001`])
  })

  test('ends the plan of each connection that is given it, whichever reads last', () => {
    const both = linesOf({ charges: 2, endsAfter: 2, weekly: false, tandem: true })
    const [one, two] = [told(both, config('70001'), 'reports'), told(both, config('70002'), 'reports')]
    // A line of the other's entity is not this one's, and takes nothing from it: the ledger's own rule, not tried here.
    const own = (rows: ObservedRow[]) => rows.filter(({ foreign }) => foreign === undefined)
    fc.assert(
      fc.property(arrival([...own(one), ...own(two)]), (rows) => {
        const plans = plansOf(rows)
        expect(Object.keys(plans).sort()).toEqual([`${orderNumber}:70001`, `${orderNumber}:70002`])
        for (const plan of Object.values(plans)) expect(isPlanEnded(plan, zone)).toBe(true)
      }),
      { numRuns: 50 },
    )
  })
})
