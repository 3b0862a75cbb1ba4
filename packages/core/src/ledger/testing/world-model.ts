import type { CanonicalRecord } from '@throughline/canonical'
import fc from 'fast-check'
import type { ObservedRow } from '../observed-row.ts'

/** What may happen to a small world of eight gifts by four people. */
export type Deed =
  | {
      do: 'tell'
      gift: number
      by: 'hook' | 'report'
      minor: number
      hours: number
      fee: number | undefined
      status: 'approved' | 'pending'
    }
  | { do: 'refund'; gift: number; chargeback: boolean; minor: number; hours: number }
  | { do: 'withdraw'; gift: number }
  | { do: 'foreign'; gift: number; by: 'hook' | 'report' }
  | { do: 'repeat'; nth: number }

/** One batch's worth: rows together, or one of our own doings. */
export type Step = { deeds: Deed[] } | { merge: [number, number] } | { unmerge: number } | { zone: string }

const gifts = 8
/** Offsets of whole and half hours, clock changes in both directions, both sides of the date line. */
const zones = [
  'America/Chicago',
  'America/New_York',
  'Asia/Kolkata',
  'Pacific/Auckland',
  'Pacific/Kiritimati',
  'America/St_Johns',
]

const giftNo = fc.integer({ min: 0, max: gifts - 1 })
const minor = fc.integer({ min: 1, max: 100_000 })
/** Hours after 2026-10-28: over the end of summer time in the north. */
const hours = fc.integer({ min: 0, max: 24 * 10 })
const by = fc.constantFrom('hook' as const, 'report' as const)
const tell = fc.record({
  do: fc.constant('tell' as const),
  gift: giftNo,
  by,
  minor,
  hours,
  fee: fc.option(fc.integer({ min: 0, max: 4000 }), { nil: undefined }),
  status: fc.constantFrom('approved' as const, 'approved' as const, 'approved' as const, 'pending' as const),
})
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: tell },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('refund' as const), gift: giftNo, chargeback: fc.boolean(), minor, hours }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('withdraw' as const), gift: giftNo }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('foreign' as const), gift: giftNo, by }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('repeat' as const), nth: fc.nat(1000) }) },
)
const person = fc.integer({ min: 0, max: 3 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ deeds: fc.array(deed, { minLength: 1, maxLength: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ merge: fc.tuple(person, person) }) },
  { weight: 1, arbitrary: fc.record({ unmerge: person }) },
  { weight: 1, arbitrary: fc.record({ zone: fc.constantFrom(...zones) }) },
)
/** A history of up to `max` steps, with what a shuffle needs. */
export const history = (max: number) => fc.array(step, { minLength: 3, maxLength: max, size: 'max' })

const donorOf = (gift: number): string => `donor${gift % 4}`
const instantOf = (hour: number): string => new Date(Date.UTC(2026, 9, 28) + hour * 3_600_000).toISOString()

/** Turns deeds into rows as a connector would hand them over; each new telling of a row has the next revision. */
export function createTeller(): { rowOf(deed: Deed): ObservedRow | undefined } {
  const sent: ObservedRow[] = []
  const revisions = new Map<string, number>()
  const usd = (amount: number) => ({ minor: amount, currency: 'USD' })
  const send = (
    stream: string,
    gift: number,
    rank: number,
    records: CanonicalRecord[],
    foreign?: string,
  ): ObservedRow => {
    const name = `${stream} ${gift}`
    const revision = (revisions.get(name) ?? 0) + 1
    revisions.set(name, revision)
    const person = personOf(gift, stream)
    const it = {
      source: 'world',
      stream,
      key: String(gift),
      revision,
      rank,
      raw: { name, revision, person },
      records,
      person,
    }
    sent.push(foreign === undefined ? it : { ...it, foreign })
    return sent.at(-1) as ObservedRow
  }
  return {
    rowOf(each) {
      switch (each.do) {
        case 'tell':
          return send(each.by, each.gift, each.by === 'hook' ? 10 : 20, [
            {
              ...giftOf(each.gift, each.minor, each.hours, each.by),
              status: each.status,
              ...(each.fee === undefined ? {} : { fee: { amount: usd(each.fee), estimated: each.by === 'hook' } }),
            },
          ])
        case 'refund':
          return send('refunds', each.gift, 20, [
            {
              kind: 'refund',
              key: String(each.gift),
              type: each.chargeback ? 'chargeback' : 'unknown',
              of: String(each.gift),
              happenedAt: instantOf(each.hours),
              person: personOf(each.gift, 'refunds'),
              amount: usd(each.minor),
              feeReturned: { amount: usd(Math.floor(each.minor / 25)), estimated: true },
            },
            { ...giftOf(each.gift, each.minor, 12 * each.gift, 'refunds'), stub: true },
          ])
        case 'withdraw':
          return send('report', each.gift, 20, [
            { kind: 'withdrawal', key: String(each.gift), of: 'conversion', happenedAt: instantOf(200) },
          ])
        case 'foreign':
          return send(each.by, each.gift, each.by === 'hook' ? 10 : 20, [], 'another entity')
        case 'repeat':
          return sent[each.nth % Math.max(1, sent.length)]
      }
    },
  }
}

/** Gift 7's report knows its donor only by the source's own id; its other streams by email, as everywhere. */
const personOf = (gift: number, stream: string) =>
  gift === 7 && stream === 'report'
    ? { externalIds: { donor: '7' }, anonymousKey: `order ${gift}` }
    : { email: `${donorOf(gift)}@example.org`, anonymousKey: `order ${gift}` }

/** Whom a row names: the donor, or for want of an email their id. */
export const namedBy = ({ key, stream }: ObservedRow): string =>
  key === '7' && stream === 'report' ? 'id 7' : donorOf(Number(key))

const giftOf = (gift: number, amount: number, hour: number, stream: string) => ({
  kind: 'conversion' as const,
  key: String(gift),
  type: 'donation' as const,
  happenedAt: instantOf(hour),
  person: personOf(gift, stream),
  amount: { minor: amount, currency: 'USD' },
  status: 'approved' as const,
  ...(gift === 5 ? { plan: 'plan 5' } : {}),
})
