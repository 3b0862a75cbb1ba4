import type { Known } from './known.ts'
import { journeysOf, type DonorType, type MoneyKind } from './journeys.ts'
import type { OracleTouch, TouchPlace } from './touches.ts'

type OracleModel = 'first_touch' | 'last_touch' | 'last_non_direct' | 'linear'

/** How credit is given. A window in days, null without end. */
export interface CreditBy {
  model: OracleModel
  clickDays: number | null
  viewDays: number | null
}

/** What one touch, or nobody, is credited with of one sum of money. */
export interface Credit {
  day: string
  kind: MoneyKind
  currency: string
  minor: number
  /** Millionths of a gift; of gross alone. */
  micro: number
  donorType: DonorType
  /** Null: nothing led to it. */
  place: TouchPlace | null
  byCode: boolean
  person: number
}

const given = new WeakMap<Known, Map<string, readonly Credit[]>>()

/** All credit: every journey's money split over its touches, to the cent. Worked out once. */
export function creditOf(known: Known, by: CreditBy): readonly Credit[] {
  const so = given.get(known) ?? new Map<string, readonly Credit[]>()
  given.set(known, so)
  const name = JSON.stringify(by)
  const credits = so.get(name) ?? giveCredit(known, by)
  so.set(name, credits)
  return credits
}

function giveCredit(known: Known, by: CreditBy): Credit[] {
  const credits: Credit[] = []
  for (const { decidedAt, parts, touches, donorType, byCode, person } of journeysOf(known)) {
    const led = touches.filter((touch) => isWithin(touch, decidedAt, by))
    const weights = weightsOf(led, by.model)
    const so = new Map<string, number>()
    for (const { kind, day, currency, minor } of parts) {
      // Refunds and chargebacks take the same gross back: together they are split as the gift was.
      const family = `${kind === 'chargeback' ? 'refund' : kind} ${currency}`
      const before = so.get(family) ?? 0
      so.set(family, before + minor)
      const shared = { day, kind, currency, donorType, byCode, person }
      const whole = kind === 'gross' ? 1_000_000 : 0
      if (led.length === 0) {
        credits.push({ ...shared, minor, micro: whole, place: null })
        continue
      }
      const [upTo, until, counts] = [split(before, weights), split(before + minor, weights), split(whole, weights)]
      led.forEach(({ place }, i) =>
        credits.push({ ...shared, minor: (until[i] ?? 0) - (upTo[i] ?? 0), micro: counts[i] ?? 0, place }),
      )
    }
  }
  return credits
}

function isWithin({ at, isView }: OracleTouch, decidedAt: number, { clickDays, viewDays }: CreditBy): boolean {
  const days = isView ? viewDays : clickDays
  const seconds = Math.floor(decidedAt / 1000) - Math.floor(at / 1000)
  return seconds >= 0 && (days === null || seconds <= days * 86_400)
}

/** Whole shares: 1 for who has all, or the same to each. */
function weightsOf(touches: readonly OracleTouch[], model: OracleModel): number[] {
  const all = (index: number) => touches.map((_, i) => (i === index ? 1 : 0))
  const last = touches.length - 1
  switch (model) {
    case 'first_touch':
      return all(0)
    case 'last_touch':
      return all(last)
    case 'last_non_direct': {
      const found = touches.findLastIndex(({ place }) => place.channel !== 'direct')
      return all(found < 0 ? last : found)
    }
    case 'linear':
      return touches.map(() => 1)
  }
}

/** Shares are equal or nothing: each has the whole part, and what is left goes by ones to the earliest. */
function split(amount: number, shares: readonly number[]): number[] {
  const sharing = shares.filter((share) => share > 0).length
  const each = Math.floor(amount / sharing)
  let left = amount - each * sharing
  return shares.map((share) => {
    if (share === 0) return 0
    left -= 1
    return left >= 0 ? each + 1 : each
  })
}
