import { z } from 'zod'
import { Day, Instant, TimeZone } from './instant.ts'
import { Money } from './money.ts'
import { Person } from './person.ts'

/** A calendar day that a source booked on its own calendar, where it gives no time. */
const SourceDay = z.object({ day: Day, zone: TimeZone })

const shared = {
  /** The source's own key of this record, unique within (source, kind). Reading it twice writes it once. */
  key: z.string().min(1),
  happenedAt: Instant,
  sourceDay: SourceDay.optional(),
  person: Person.optional(),
}

/**
 * A dated outcome with value: a donation now; orders, leads and won opportunities by later connectors.
 * Every field but `kind` and `key` may be left out by a stream that does not carry it: streams of one record are merged
 * field by field, the higher-ranked stream winning.
 */
export const Conversion = z.object({
  kind: z.literal('conversion'),
  ...shared,
  type: z.enum(['donation', 'order', 'lead', 'opportunity']),
  /** Gross, before fees and refunds. */
  amount: Money,
  /** `estimated` while the source has not said the final fee. */
  fee: z.object({ amount: Money, estimated: z.boolean() }).optional(),
  /** What belongs together at the source: ActBlue's order number, shared by all lines and all charges of a series. */
  group: z.string().optional(),
  form: z.string().optional(),
  /** Tracking codes by the parameter's name, as sent: `{ refcode: 'em_0914_a', refcode2: 'fb_…' }`. */
  refcodes: z.record(z.string(), z.string()).optional(),
  /** Click ids found in them: `{ fbclid: '…' }`, with `truncated` naming those cut by the source. */
  clickIds: z.record(z.string(), z.object({ value: z.string(), truncated: z.boolean() })).optional(),
  /** The recurring plan this charge belongs to, by that plan's key. */
  plan: z.string().optional(),
  /** 1-based index of the charge in its plan, where the source says so. */
  chargeNumber: z.number().int().positive().optional(),
  /** Place to region, never finer: facts hold no personal data. */
  region: z.string().optional(),
  country: z.string().optional(),
  /** Money is counted only when `approved`. */
  status: z.enum(['approved', 'pending', 'declined']),
  /** The wall-clock time came without an offset and happened twice that night. */
  timeAmbiguous: z.boolean().optional(),
  /** What else the source says that is no personal data: `{ isMobile: true, abTest: 'ask_amounts/B' }`. */
  attributes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  /** Made from another record's body (a refund's) until the record itself arrives: ranks below everything. */
  stub: z.literal(true).optional(),
})
export type Conversion = z.infer<typeof Conversion>

/** Money given back: its own row, on its own day, referencing the conversion. */
export const Refund = z.object({
  kind: z.literal('refund'),
  ...shared,
  type: z.enum(['refund', 'chargeback', 'unknown']),
  /** Key of the conversion it takes back. */
  of: z.string().min(1),
  amount: Money,
  /** What the source gives back of its own fee; its own movement. */
  feeReturned: z.object({ amount: Money, estimated: z.boolean() }).optional(),
  settledAt: Instant.optional(),
})
export type Refund = z.infer<typeof Refund>

/** A recurring plan: what repeats, how often, and where it stands. Holds no money of its own. */
export const RecurringPlan = z.object({
  kind: z.literal('recurring_plan'),
  ...shared,
  period: z.enum(['weekly', 'monthly']),
  /** What will repeat; it can differ from the first charge. */
  amount: Money.optional(),
  /** Charges pledged; absent = until cancelled. */
  pledged: z.number().int().positive().optional(),
  lastChargeAt: Instant.optional(),
  chargesMade: z.number().int().nonnegative().optional(),
  cancelledAt: Instant.optional(),
  cancelReason: z.string().optional(),
  sunsetDay: Day.optional(),
})
export type RecurringPlan = z.infer<typeof RecurringPlan>

/** A consent or its withdrawal: append-only, latest wins, none means no. */
export const Consent = z.object({
  kind: z.literal('consent'),
  ...shared,
  channel: z.enum(['sms', 'email', 'call']),
  purpose: z.string(),
  granted: z.boolean(),
  /** The form or list on which it was given. */
  source: z.string(),
  wording: z.string().optional(),
})
export type Consent = z.infer<typeof Consent>

/** The source no longer has this record (archived, deleted): its figures go back under cause `withdrawn`. */
export const Withdrawal = z.object({
  kind: z.literal('withdrawal'),
  key: z.string().min(1),
  of: z.enum(['conversion', 'refund', 'recurring_plan']),
  happenedAt: Instant,
})
export type Withdrawal = z.infer<typeof Withdrawal>

/** What a connector's `map` makes of one raw row: none, one or several of these. */
export const CanonicalRecord = z.discriminatedUnion('kind', [Conversion, Refund, RecurringPlan, Consent, Withdrawal])
export type CanonicalRecord = z.infer<typeof CanonicalRecord>
export type RecordKind = CanonicalRecord['kind']
