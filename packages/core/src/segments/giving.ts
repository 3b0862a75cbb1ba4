import type { Day } from '@throughline/canonical'
import { isGift, numbersIn, signOf, stripKinds } from '../ledger/index.ts'

/** The columns of strips that rules need. */
export interface GivingStrip {
  day: Day
  n: number
  contact: Uint8Array
  kind: Uint8Array
  sign: Uint8Array
  /** Null where every entry is known at the batch that is asked for. */
  recorded: Uint8Array | null
  amount: Uint8Array
  currency: Uint8Array
}

/** What each contact did in a stretch of days, by contact number. Money in minor units of the tenant's currency. */
interface Stretch {
  gifts: Int32Array
  weekend: Int32Array
  given: Float64Array
  back: Float64Array
}

/** How people gave, as known at a batch, up to a day. Arrays go by contact number; only numbers that nobody else is part of are filled. */
export interface Giving {
  /** One more than the highest contact number. */
  size: number
  /** Days since 1970 of the first and last day with an effective gift; −1 = never gave. */
  first: Int32Array
  last: Int32Array
  all: Stretch
  /** By how many days they look back over. */
  windows: ReadonlyMap<number, Stretch>
  /** 1 = has money in a currency without a rate: what that comes to is not known. */
  unpriced: Uint8Array
  /** Gifts of each of the `monthsKept` calendar months before the present one, contact by contact; null where nobody asked. */
  months: Uint16Array | null
}

export interface GivingQuestion {
  batch: number
  /** The day that is asked about, the last that counts. */
  day: Day
  rootOf: (contact: number) => number
  /** Days to look back over. */
  lastDays: readonly number[]
  months: boolean
  currency: string
  /** An amount in the tenant's currency, or null where no rate says. */
  priced: (minor: number, currency: string, day: Day) => number | null
}

export const monthsKept = 24
const dayMs = 86_400_000
export const epochDay = (day: Day): number => Date.parse(day) / dayMs
const monthOf = (day: Day): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7))
/** The first of January 1970 was a Thursday. */
const isWeekend = (epoch: number): boolean => [0, 6].includes((((epoch + 4) % 7) + 7) % 7)

/**
 * Walks strips once. What is put in less what was taken back up to the batch is what counts: sums and counts add with their sign, a
 * day on which somebody gave is one with something left of it.
 * @param strips every day up to the one that is asked about, in order
 */
export function walkGiving(strips: readonly GivingStrip[], question: GivingQuestion): Giving {
  const { batch, rootOf, day: asked } = question
  const size = 1 + highest(strips, rootOf)
  const stretch = (): Stretch => ({
    gifts: new Int32Array(size),
    weekend: new Int32Array(size),
    given: new Float64Array(size),
    back: new Float64Array(size),
  })
  const giving: Giving = {
    size,
    first: new Int32Array(size).fill(-1),
    last: new Int32Array(size).fill(-1),
    all: stretch(),
    windows: new Map(question.lastDays.map((days) => [days, stretch()])),
    unpriced: new Uint8Array(size),
    months: question.months ? new Uint16Array(size * monthsKept) : null,
  }
  const [today, thisMonth] = [epochDay(asked), monthOf(asked)]
  const onDay = new Int32Array(size)
  for (let at = 0; at < strips.length;) {
    const { day } = strips[at]!
    const epoch = epochDay(day)
    const open = [giving.all, ...[...giving.windows].flatMap(([days, each]) => (epoch > today - days ? [each] : []))]
    const month = thisMonth - 1 - monthOf(day)
    const months = month >= 0 && month < monthsKept ? giving.months : null
    const met: number[] = []
    for (; at < strips.length && strips[at]!.day === day; at++) {
      const strip = strips[at]!
      const [contacts, batches] = [numbersIn(strip.contact), strip.recorded && numbersIn(strip.recorded)]
      const amounts = new DataView(strip.amount.buffer, strip.amount.byteOffset, strip.amount.byteLength)
      for (let i = 0; i < strip.n; i++) {
        const contact = contacts[i]!
        if (contact === 0 || (batches !== null && batches[i]! > batch)) continue
        const gift = isGift(strip.kind[i])
        if (!gift && strip.kind[i] !== stripKinds.refund && strip.kind[i] !== stripKinds.chargeback) continue
        const root = rootOf(contact)
        const sign = signOf(strip.sign[i])
        const minor = amountOf(amounts.getFloat64(i * 8, true), strip.currency, i, day, question)
        if (minor === null) giving.unpriced[root] = 1
        for (const each of open) {
          if (!gift) each.back[root]! += sign * (minor ?? 0)
          else {
            each.given[root]! += sign * (minor ?? 0)
            each.gifts[root]! += sign
            if (isWeekend(epoch)) each.weekend[root]! += sign
          }
        }
        if (!gift) continue
        if (months) months[root * monthsKept + month]! += sign
        onDay[root]! += sign
        met.push(root)
      }
    }
    for (const root of met) {
      if (onDay[root]! > 0) {
        if (giving.first[root] === -1) giving.first[root] = epoch
        giving.last[root] = epoch
      }
      onDay[root] = 0
    }
  }
  return giving
}

function amountOf(
  minor: number,
  codes: Uint8Array,
  i: number,
  day: Day,
  { currency, priced }: GivingQuestion,
): number | null {
  const same =
    codes[i * 3] === currency.charCodeAt(0) &&
    codes[i * 3 + 1] === currency.charCodeAt(1) &&
    codes[i * 3 + 2] === currency.charCodeAt(2)
  return same ? minor : priced(minor, String.fromCharCode(...codes.subarray(i * 3, i * 3 + 3)), day)
}

function highest(strips: readonly GivingStrip[], rootOf: (contact: number) => number): number {
  let most = 0
  for (const { contact } of strips) for (const number of numbersIn(contact)) if (number > most) most = number
  // Somebody may be part of a contact that has no gift of its own.
  let root = most
  for (let contact = 1; contact <= most; contact++) root = Math.max(root, rootOf(contact))
  return root
}
