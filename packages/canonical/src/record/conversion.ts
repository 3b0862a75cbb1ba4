import { z } from 'zod'
import { Money } from '../money.ts'
import { Attributes, shared } from './shared.ts'

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
  attributes: Attributes.optional(),
  /** Made from another record's body (a refund's) until the record itself arrives: ranks below everything. */
  stub: z.literal(true).optional(),
})
export type Conversion = z.infer<typeof Conversion>
