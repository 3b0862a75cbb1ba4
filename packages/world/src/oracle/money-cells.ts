import type { OracleAsk, OracleCell } from './ask.ts'
import { creditOf, type Credit } from './credit.ts'
import { journeysOf, type MoneyKind } from './journeys.ts'
import type { Known } from './known.ts'
import { whereOf } from './place-keys.ts'

/** What is told of money by itself: when it moved, and whether it repeats. */
const plain = ['day', 'hour', 'recurring']
export const isPlain = ({ filter }: OracleAsk): boolean =>
  Object.keys(filter).every((dimension) => plain.includes(dimension))

/** Money of one kind: as it moved, or, asked by where it came from or whose it is, as it is credited. */
export function moneyCells(known: Known, ask: OracleAsk, kind: MoneyKind): OracleCell[] {
  if (!isPlain(ask)) return creditCells(known, ask, (each) => each.kind === kind)
  return parts(known, kind).map(({ minor, currency, ...each }) => ({ ...each, currency, value: minor }))
}

/** How many gifts, refunds or chargebacks. */
export function countCells(known: Known, ask: OracleAsk, kind: MoneyKind): OracleCell[] {
  if (!isPlain(ask)) return giftCells(known, ask, (each) => each.kind === kind)
  return parts(known, kind).map(({ day, where }) => ({ day, where, currency: null, value: 1 }))
}

const parts = (known: Known, kind: MoneyKind) =>
  journeysOf(known)
    .flatMap((journey) => journey.parts)
    .filter((part) => part.kind === kind)
    .map(({ day, hour, recurring, minor, currency }) => ({
      ...{ day, minor, currency },
      where: { day, hour: String(hour), recurring: recurring ? 'recurring' : 'one_time' },
    }))

const whereCredited = ({ day, donorType, place }: Credit) => ({
  day,
  donor_type: donorType,
  // Whoever is met here is met by what they are known by: nothing is guessed.
  tier: place === null ? 'none' : 'deterministic',
  ...whereOf(place),
})

/** Money as it is credited. */
export function creditCells(known: Known, { by }: OracleAsk, isMeant: (credit: Credit) => boolean): OracleCell[] {
  return creditOf(known, by)
    .filter(isMeant)
    .map((credit) => ({
      ...{ day: credit.day, where: whereCredited(credit) },
      ...{ currency: credit.currency, value: credit.minor },
    }))
}

/** Gifts as they are credited: shares of gifts. */
export function giftCells(known: Known, { by }: OracleAsk, isMeant: (credit: Credit) => boolean): OracleCell[] {
  return creditOf(known, by)
    .filter(isMeant)
    .map((credit) => ({
      ...{ day: credit.day, where: whereCredited(credit) },
      ...{ currency: null, value: credit.micro / 1_000_000 },
    }))
}
