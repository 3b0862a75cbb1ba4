import { causes, type Cause, type Conversion, type Day, type Refund } from '@throughline/canonical'
import { placeOf } from './movement.ts'
import type { Counted } from './movements-of.ts'

/** What kinds of events strips hold, by the byte that stands for each. Numbers are for ever. */
export const stripKinds = { gift: 1, recurring_gift: 2, refund: 3, chargeback: 4 } as const

/** One event of a day: who, when, what, how much. */
export interface StripEvent {
  day: Day
  /** 0 = nobody known. */
  contact: number
  /** Seconds since 1970. */
  sec: number
  kind: number
  /** Minor units. */
  amount: number
  currency: string
}

/** An event put in (+1) or taken back (−1) by a batch. */
export interface StripEntry extends StripEvent {
  sign: 1 | -1
  /** The batch's number. */
  recorded: number
  cause: number
}

/** The byte that stands for a cause: its place in the closed list, which is only ever added to at its end. */
export const causeCode = (cause: Cause): number => causes.indexOf(cause)

/** The event that an effective fact is: one for an approved gift, one for money given back, none for the rest. */
export function stripEventOf(
  { value, withdrawn }: Counted,
  contactNo: number | null,
  timeZone: string,
): StripEvent | undefined {
  if (withdrawn) return undefined
  const kind = kindOf(value as unknown as Conversion | Refund)
  if (kind === undefined) return undefined
  const { amount } = value as unknown as Conversion | Refund
  return {
    day: placeOf(value, timeZone).day,
    contact: contactNo ?? 0,
    sec: Math.floor(Date.parse(value.happenedAt) / 1000),
    kind,
    amount: amount.minor,
    currency: amount.currency,
  }
}

function kindOf(value: Conversion | Refund): number | undefined {
  if (value.kind === 'refund') return value.type === 'chargeback' ? stripKinds.chargeback : stripKinds.refund
  if (value.kind !== 'conversion' || value.status !== 'approved') return undefined
  return value.plan === undefined ? stripKinds.gift : stripKinds.recurring_gift
}

export function sameEvent(a: StripEvent, b: StripEvent): boolean {
  return (
    a.day === b.day &&
    a.contact === b.contact &&
    a.sec === b.sec &&
    a.kind === b.kind &&
    a.amount === b.amount &&
    a.currency === b.currency
  )
}
