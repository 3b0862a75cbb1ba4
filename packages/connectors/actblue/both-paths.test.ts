import { mergeRecords, type CanonicalRecord, type Contribution } from '@throughline/canonical'
import { splitDelivery, type ObservedRow } from '@throughline/connector-kit'
import { createDrive, fakeClock, runAll, type Drive } from '@throughline/connector-kit/testing'
import fc from 'fast-check'
import { rmSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { connector } from './connector.ts'
import { createEmulator, type ActBlueEmulator, type EmulatedLine } from './emulator.ts'
import type { Config, Secrets } from './schema.ts'
import { easternDay } from './times.ts'

const folders: string[] = []
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

type ActBlueDrive = Drive<Config, Secrets> & { emulator: ActBlueEmulator }

function fresh(lines?: EmulatedLine[]): ActBlueDrive {
  const clock = fakeClock('2026-11-15T17:00:00.000Z')
  const emulator = createEmulator({ clock, random: () => 0, ...(lines ? { lines } : {}) })
  emulator.limits = 'off'
  const drive = createDrive(connector, emulator, clock)
  drive.connection.unlimited = true
  folders.push(drive.around.spoolDir)
  return { ...drive, emulator }
}

const pushed = ({ emulator }: ActBlueDrive): ObservedRow[] =>
  emulator
    .deliveries()
    .flatMap(({ kind, request }) => splitDelivery(connector, kind, request.body, emulator.config).rows)

async function polled(drive: ActBlueDrive): Promise<ObservedRow[]> {
  await runAll(drive)
  return [...drive.store.rows.values()]
}

/** The ledger's rule in small: rows of one record, lower revisions left out, merged. */
function facts(rows: readonly ObservedRow[]): Map<string, CanonicalRecord> {
  const newest = new Map<string, ObservedRow>()
  for (const row of rows) {
    const place = `${row.stream}/${row.key}`
    if ((newest.get(place)?.revision ?? 0) <= (row.revision ?? 0)) newest.set(place, row)
  }
  const told = new Map<string, Contribution[]>()
  for (const { rank, key, stream, records } of newest.values())
    for (const record of records) {
      const name = `${record.kind} ${record.key}`
      told.set(name, [...(told.get(name) ?? []), { rank, row: `${stream}/${key}`, record }])
    }
  return new Map([...told].map(([name, contributions]) => [name, mergeRecords(contributions) as CanonicalRecord]))
}

const strip = (record: CanonicalRecord | undefined, fields: string[]) =>
  Object.fromEntries(Object.entries(record ?? {}).filter(([field]) => !fields.includes(field)))

/** Gross, refunds, fees and returned fees by Eastern day, in cents. */
function sums(records: Iterable<CanonicalRecord>): Map<string, { gross: number; refunds: number; lines: number }> {
  const days = new Map<string, { gross: number; refunds: number; lines: number }>()
  for (const record of records) {
    if (record.kind !== 'conversion' && record.kind !== 'refund') continue
    if (record.kind === 'conversion' && record.status !== 'approved') continue
    const day = easternDay(new Date(record.happenedAt))
    const totals = days.get(day) ?? { gross: 0, refunds: 0, lines: 0 }
    if (record.kind === 'conversion') {
      totals.gross += record.amount.minor
      totals.lines += 1
    } else totals.refunds += record.amount.minor
    days.set(day, totals)
  }
  return days
}
const sorted = <V>(map: Map<string, V>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1))

describe('one gift by webhook and by report', { timeout: 60_000 }, () => {
  test('is the same canonical value apart from what only one of them knows', async () => {
    const drive = fresh()
    const byReport = facts(await polled(drive))
    const byNotice = facts(pushed(drive))
    // The report adds the donor's number, the charge's number and Apple Pay; the notice adds further codes and the card's month.
    const differing = ['person', 'attributes', 'refcodes', 'chargeNumber', 'timeAmbiguous', 'happenedAt', 'stub']
    let compared = 0
    for (const [name, record] of byNotice) {
      if (record.kind !== 'conversion' || record.status !== 'approved') continue
      const twin = byReport.get(name)
      expect(strip(record, differing)).toEqual(strip(twin, differing))
      if (twin?.kind !== 'conversion') throw new Error(`${name} is in no report`)
      if (!twin.timeAmbiguous) expect(record.happenedAt).toBe(twin.happenedAt)
      expect(record.refcodes?.refcode).toBe(twin.refcodes?.refcode)
      expect(record.person?.email).toBe(twin.person?.email)
      compared += 1
    }
    expect(compared).toBeGreaterThan(10)
  })

  test('gives each its own refund with the same amounts', async () => {
    const drive = fresh()
    const byReport = facts(await polled(drive))
    const byNotice = facts(pushed(drive))
    const refunds = [...byNotice].filter(([name]) => name.startsWith('refund'))
    expect(refunds).toHaveLength(1)
    for (const [name, refund] of refunds)
      expect(strip(refund, ['person'])).toEqual(strip(byReport.get(name), ['person']))
  })

  test('gives each plan the same terms', async () => {
    const drive = fresh()
    const byReport = facts(await polled(drive))
    const plans = [...facts(pushed(drive)).values()].filter((record) => record.kind === 'recurring_plan')
    const terms = (record: CanonicalRecord | undefined) =>
      record?.kind === 'recurring_plan' && [record.period, record.amount, record.pledged, record.cancelledAt]
    expect(plans.map((plan) => plan.pledged)).toContain(4)
    for (const plan of plans) expect(terms(plan)).toEqual(terms(byReport.get(`recurring_plan ${plan.key}`)))
  })

  test('in the hour that comes twice takes the notice’s exact time', async () => {
    const drive = fresh()
    const both = facts([...(await polled(drive)), ...pushed(drive)])
    const second = [...both.values()].find((record) => record.kind === 'conversion' && record.group === 'AB900000018')
    expect(second).toMatchObject({ happenedAt: '2026-11-01T06:30:00.000Z' })
    expect(second).not.toHaveProperty('timeAmbiguous')
  })

  test('sums to ActBlue’s own books on every Eastern day', async () => {
    const drive = fresh()
    const books = sorted(drive.emulator.ledger.totalsByEasternDay([70001]))
    expect(sorted(sums(facts([...(await polled(drive)), ...pushed(drive)]).values()))).toEqual(books)
    expect(sorted(sums(facts(pushed(drive)).values()))).toEqual(books)
    expect(sorted(sums(facts(await polled(drive)).values()))).toEqual(books)
  })

  test('comes to the same facts in any order, any number of times', async () => {
    const drive = fresh()
    const rows = [...(await polled(drive)), ...pushed(drive)]
    const expected = sorted(facts(rows))
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: rows.length }), fc.subarray(rows), (shuffled, again) => {
        expect(sorted(facts([...again, ...shuffled]))).toEqual(expected)
      }),
      { numRuns: 30 },
    )
  })

  test('refunded with no notice of the gift itself still nets to nothing', () => {
    const drive = fresh()
    const refunds = pushed(drive).filter(({ stream }) => stream === 'refund_notices')
    const [gift, refund] = [...facts(refunds).values()].sort((a, b) => (a.kind < b.kind ? -1 : 1))
    if (gift?.kind !== 'conversion' || refund?.kind !== 'refund') throw new Error('a stub and its refund')
    const net = gift.amount.minor - (gift.fee?.amount.minor ?? 0) + (refund.feeReturned?.amount.minor ?? 0)
    expect(net - refund.amount.minor).toBe(0)
  })
})

describe('laws over random ledgers', { timeout: 60_000 }, () => {
  const start = Date.parse('2026-01-02T05:00:00Z')
  const lineArbitrary = fc.record({
    amountMinor: fc.integer({ min: 1, max: 1_000_000 }),
    minutes: fc.integer({ min: 0, max: 310 * 24 * 60 }),
    entityId: fc.constantFrom(70001, 70001, 70002),
    period: fc.constantFrom('once' as const, 'weekly' as const, 'monthly' as const),
    refundedAfter: fc.option(fc.integer({ min: 1, max: 5_000 }), { nil: undefined }),
    twice: fc.boolean(),
  })
  const ledger = fc.array(lineArbitrary, { minLength: 1, maxLength: 40 }).map((drafts) =>
    drafts.map(({ amountMinor, minutes, entityId, period, refundedAfter, twice }, index): EmulatedLine => {
      const paidAt = start + minutes * 60_000
      const donor = { id: index, firstname: 'A', lastname: 'B', email: `d${index}@example.org` }
      const order = { orderNumber: `AB1${index}`, createdAt: paidAt, donor, form: 'f', period }
      const refundedAt = refundedAfter === undefined ? undefined : paidAt + refundedAfter * 60_000
      return {
        ...{ lineitemId: 1_000 + index, order, entityId, amountMinor, paidAt, charge: 1, twice },
        ...(refundedAt === undefined ? {} : { refundedAt }),
      }
    }),
  )

  test('both paths, alone and together, sum to the books to the cent on every Eastern day', async () => {
    await fc.assert(
      fc.asyncProperty(ledger, async (lines) => {
        const drive = fresh(lines)
        const books = sorted(drive.emulator.ledger.totalsByEasternDay([70001]))
        const byReport = await polled(drive)
        const byNotice = pushed(drive)
        for (const rows of [byReport, byNotice, [...byNotice, ...byReport]])
          expect(sorted(sums(facts(rows).values()))).toEqual(books)
      }),
      { numRuns: 15 },
    )
  })
})
