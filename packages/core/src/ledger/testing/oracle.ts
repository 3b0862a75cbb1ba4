import type { Conversion, Refund } from '@throughline/canonical'
import type { ObservedRow } from '../observed-row.ts'

/**
 * What the ledger must say, worked out the slow and obvious way: the newest telling of every row is kept in a map, and every
 * question is answered by looking at all of them. Shares no code with the ledger.
 */
export interface Oracle {
  hear(row: ObservedRow): void
  /** Sums by `day kind`, in minor units; what comes to nothing is absent. */
  sums(zone: string): Record<string, number>
  hours(zone: string): Record<string, number>
  people(
    zone: string,
    range: { from: string; to: string },
    rootOf: (donor: string) => string,
  ): { donors: number; newDonors: number }
}

interface Gift {
  donor: string
  happenedAt: string
  amount: number
  fee: number | undefined
}

export function createOracle(): Oracle {
  const newest = new Map<string, ObservedRow>()
  const latest = (stream: string, key: string) => newest.get(`${stream} ${key}`)
  const keys = () => new Set([...newest.values()].map(({ key }) => key))

  const giftOf = (key: string): Gift | undefined => {
    if (latest('report', key)?.records[0]?.kind === 'withdrawal') return undefined
    const tellings = [
      latest('refunds', key)?.records[1],
      latest('hook', key)?.records[0],
      latest('report', key)?.records[0],
    ].filter((record): record is Conversion => record?.kind === 'conversion')
    const last = tellings.at(-1)
    if (!last || last.status !== 'approved') return undefined
    const fee = tellings.findLast((telling) => telling.fee)?.fee?.amount.minor
    const donor = tellings.find((telling) => telling.person?.email)?.person?.email ?? `id ${key}`
    return { donor, happenedAt: last.happenedAt, amount: last.amount.minor, fee }
  }
  const refundOf = (key: string) => latest('refunds', key)?.records[0] as Refund | undefined

  const add = (place: (instant: string) => string) => {
    const sums: Record<string, number> = {}
    const put = (name: string, minor: number) => (sums[name] = (sums[name] ?? 0) + minor)
    for (const key of keys()) {
      const [gift, refund] = [giftOf(key), refundOf(key)]
      if (gift) {
        put(`${place(gift.happenedAt)} gross`, gift.amount)
        if (gift.fee !== undefined) put(`${place(gift.happenedAt)} fee`, gift.fee)
      }
      if (refund) {
        put(
          `${place(refund.happenedAt)} ${refund.type === 'chargeback' ? 'chargeback' : 'refund'}`,
          refund.amount.minor,
        )
        put(`${place(refund.happenedAt)} fee_returned`, refund.feeReturned?.amount.minor ?? 0)
      }
    }
    return sums
  }
  return {
    hear(row) {
      const name = `${row.stream} ${row.key}`
      if ((row.revision ?? 0) >= (newest.get(name)?.revision ?? 0)) newest.set(name, row)
    },
    sums: (zone) => add((instant) => dayIn(instant, zone)),
    hours: (zone) => add((instant) => `${dayIn(instant, zone)} ${hourIn(instant, zone)}`),
    people(zone, { from, to }, rootOf) {
      const [inRange, before] = [new Set<string>(), new Set<string>()]
      for (const key of keys()) {
        const gift = giftOf(key)
        if (!gift) continue
        const day = dayIn(gift.happenedAt, zone)
        if (day >= from && day <= to) inRange.add(rootOf(gift.donor))
        if (day < from) before.add(rootOf(gift.donor))
      }
      return { donors: inRange.size, newDonors: [...inRange].filter((donor) => !before.has(donor)).length }
    },
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()
function partsIn(instant: string, zone: string): Record<string, string> {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      hourCycle: 'h23',
    })
    formats.set(zone, format)
  }
  return Object.fromEntries(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]))
}
function dayIn(instant: string, zone: string): string {
  const { year, month, day } = partsIn(instant, zone)
  return `${year}-${month}-${day}`
}
const hourIn = (instant: string, zone: string): number => Number(partsIn(instant, zone).hour)
