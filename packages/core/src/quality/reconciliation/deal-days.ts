import type { Day } from '@throughline/canonical'
import type { ReconciledDay } from './ad-days.ts'
import { reconcile, type DifferenceCause } from './causes.ts'

/** A deal that a CRM has as won. */
export interface WonDeal {
  source: string
  key: string
  day: Day
  /** Of whom; empty where the CRM names nobody that is known. */
  contactNos: readonly number[]
  minor: number
  currency: string
}

/** A gift of one of those people. */
export interface NearGift {
  key: string
  day: Day
  contactNo: number
  minor: number
  currency: string
  /** Given back since. */
  refunded: number
}

/** A gift so many days before or after its deal may still be it. */
const nearDays = 7

/**
 * Each day's won deals beside the gifts that they stand for: the nearest gift of one of the deal's people, of the very amount before any
 * other, each gift once. Pure.
 */
export function reconcileDeals(
  deals: readonly WonDeal[],
  gifts: readonly NearGift[],
  currency: string,
): ReconciledDay[] {
  const left = new Set(gifts)
  const days = new Map<string, { of: WonDeal; theirs: number; ours: number; could: Map<DifferenceCause, number> }>()
  for (const deal of [...deals].sort((a, b) => (a.day < b.day ? -1 : 1))) {
    const name = `${deal.source} ${deal.day}`
    const at = days.get(name) ?? { of: deal, theirs: 0, ours: 0, could: new Map<DifferenceCause, number>() }
    days.set(name, at)
    const lay = (cause: DifferenceCause, part: number) => at.could.set(cause, (at.could.get(cause) ?? 0) + part)
    at.theirs += deal.minor
    if (deal.currency !== currency) {
      lay('currency', deal.minor)
      continue
    }
    const gift = nearest(deal, left)
    if (!gift) continue
    left.delete(gift)
    const apart = daysApart(deal.day, gift.day)
    const kept = gift.minor - gift.refunded
    if (apart > 1) lay('late', deal.minor)
    else if (apart === 1) lay('time_zone', deal.minor)
    else {
      at.ours += kept
      if (gift.refunded > 0) lay('refund', gift.refunded)
    }
  }
  return [...days.values()].map(({ of, theirs, ours, could }) => ({
    ...{ day: of.day, source: of.source, what: 'deals', currency },
    ...reconcile({ theirs, ours }, Object.fromEntries(could)),
  }))
}

function nearest(deal: WonDeal, gifts: ReadonlySet<NearGift>): NearGift | undefined {
  const rank = (gift: NearGift) => (gift.minor === deal.minor ? 0 : 100) + daysApart(deal.day, gift.day)
  return [...gifts]
    .filter(
      (gift) =>
        deal.contactNos.includes(gift.contactNo) &&
        gift.currency === deal.currency &&
        daysApart(deal.day, gift.day) <= nearDays,
    )
    .sort((a, b) => rank(a) - rank(b))[0]
}

const daysApart = (a: Day, b: Day): number => Math.abs(Temporal.PlainDate.from(a).until(b, { largestUnit: 'day' }).days)
