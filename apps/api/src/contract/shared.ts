import { Day, Instant, Money } from '@throughline/canonical'
import { z } from 'zod'

/** Every tenant-bound call names its tenant by slug; another's slug answers NOT_FOUND. */
export const InTenant = z.object({ tenant: z.string().min(1).max(80) })

/** Days in the tenant's zone, both inclusive. */
export const DayRange = z.object({ from: Day, to: Day })

export const Comparison = z.enum(['previous_period', 'previous_year', 'none'])

/** A figure, or why there is none: never a made-up number. */
export const MoneyFigure = z.union([
  z.object({ ok: z.literal(true), value: Money }),
  z.object({ ok: z.literal(false), why: z.enum(['rate_missing', 'no_units', 'not_read_yet', 'no_model_yet']) }),
])
export const NumberFigure = z.union([
  z.object({ ok: z.literal(true), value: z.number() }),
  z.object({ ok: z.literal(false), why: z.enum(['rate_missing', 'no_units', 'not_read_yet', 'no_model_yet']) }),
])
export type MoneyFigure = z.infer<typeof MoneyFigure>
export type NumberFigure = z.infer<typeof NumberFigure>

/** The overview's figures. `share` is a fraction 0–1, never percent. */
export const MetricId = z.enum([
  'raised_gross',
  'raised_net',
  'gifts',
  'donors',
  'new_donors',
  'average_gift',
  'recurring_share',
  'refunded',
])
export type MetricId = z.infer<typeof MetricId>

/** When each source was last read, and whether that is as promised. */
export const Freshness = z.object({
  connectionId: z.uuid(),
  connector: z.string(),
  name: z.string(),
  state: z.enum(['fresh', 'late', 'broken', 'paused', 'never']),
  lastReadAt: Instant.nullable(),
  lastRowAt: Instant.nullable(),
  carriesGifts: z.boolean(),
  /** In words, where something needs doing. */
  say: z.string().nullable(),
})
export type Freshness = z.infer<typeof Freshness>

export const Page = <T extends z.ZodType>(row: T) => z.object({ rows: z.array(row), next: z.string().nullable() })
export const PageInput = z.object({
  cursor: z.string().optional(),
  limit: z.number().int().min(1).max(200).default(50),
})
export const Done = z.object({ ok: z.literal(true) })
