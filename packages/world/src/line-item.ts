import type { Donor } from './donor.ts'

/** An instant as milliseconds since 1970, whole seconds. */
export type Millis = number

/** A promise to give again and again. All its charges share one order number. */
export interface Plan {
  order: string
  donor: Donor
  period: 'monthly' | 'weekly'
  startedAt: Millis
  /** What repeats, in cents, for our entity; the first charge may be more (smart boost). */
  minor: number
  /** Charges promised; null = until cancelled. */
  pledged: number | null
  /** When the donor ends it; it may lie after the world's end. */
  cancelledAt: Millis | null
  cancelReason: string | null
  /** When its card begins to fail: it charges no more, and nobody says so. */
  failsAt: Millis | null
  /** A weekly plan's last day, Eastern. */
  sunset: string | null
  /** Charges up to the world's end. */
  charges: number
}

/** One line of one charge: what one entity gets of one gift. Cents of USD. */
export interface LineItem {
  lineItemId: number
  order: string
  paymentId: number
  /** Ours, or on a tandem form somebody else's. */
  entityId: number
  entityName: string
  own: boolean
  paidAt: Millis
  minor: number
  /** 3.95 %, rounded to the cent per line. */
  feeMinor: number
  donor: Donor
  /** The donor typed the address in capitals this time. */
  shouted: boolean
  form: string
  refcode: string | null
  refcode2: string | null
  /** The texting platform's own token, only ever in webhooks. */
  refcodeSB: string | null
  plan: Plan | null
  /** 1-based; 1 for a gift that does not repeat. */
  charge: number
  /** May lie after the world's end: then it has not happened yet. */
  refundedAt: Millis | null
  status: 'approved' | 'declined'
  mobile: boolean
  express: boolean
  paypal: boolean
  abTest: { name: string; arm: string } | null
  customField: { label: string; answer: string } | null
  smartBoostMinor: number | null
  textOptIn: boolean
  /** Left out of the reports at first: it arrives after the history was read. */
  late: boolean
  /** Told a second time, by webhook. */
  duplicated: boolean
}
