import { Day, Instant, Money } from '@throughline/canonical'
import { causes } from '@throughline/canonical'
import { z } from 'zod'
import { DayRange, Freshness, InTenant, MetricId, MoneyFigure, NumberFigure, PageInput } from './shared.ts'

/** proof.read (query): what a number says, with its actual numbers put in. */
export const ProofInput = InTenant.extend({
  metric: MetricId,
  range: DayRange,
  batch: z.number().int().nonnegative().optional(),
})
export const Proof = z.object({
  metric: MetricId,
  title: z.string(),
  definition: z.string(),
  unit: z.enum(['money', 'count', 'share']),
  /** The formula's terms in order: value = Σ sign·term for sums, first ÷ second for ratios. */
  formula: z.object({
    form: z.enum(['sum', 'ratio', 'count']),
    terms: z.array(
      z.object({
        label: z.string(),
        sign: z.union([z.literal(1), z.literal(-1)]),
        value: z.union([MoneyFigure, NumberFigure]),
      }),
    ),
  }),
  value: z.union([MoneyFigure, NumberFigure]),
  batch: z.number().int(),
  recordedAt: Instant.nullable(),
  rowCount: z.number().int(),
  sources: z.array(Freshness),
})
export type Proof = z.infer<typeof Proof>

/** proof.rows (query) → Page(ProofRow): the rows behind it as known at the batch. */
export const ProofRowsInput = ProofInput.extend(PageInput.shape)
export const ProofRow = z.object({
  kind: z.enum(['gift', 'refund', 'chargeback', 'donor']),
  source: z.string(),
  key: z.string(),
  happenedAt: Instant,
  day: Day,
  donor: z.string(),
  /** What the row adds to the figure. */
  gross: Money.nullable(),
  fee: Money.nullable(),
  adds: Money.nullable(),
})
export type ProofRow = z.infer<typeof ProofRow>

/** proof.moments (query): past batches to ask at, oldest first, at most 200, thinned; or the last batch recorded by `at`. */
export const MomentsInput = InTenant.extend({ at: Instant.optional() })
export const Moment = z.object({ batch: z.number().int(), recordedAt: Instant, say: z.string() })
export type Moment = z.infer<typeof Moment>

/**
 * proof.changes (query): from its value at `then` to its value at `now`, by cause, summing exactly. A ratio is no sum: there
 * `amount` and `count` are null, and each term's changes by cause sum exactly instead.
 */
export const ChangesInput = ProofInput.extend({
  then: z.number().int().nonnegative(),
  now: z.number().int().nonnegative(),
})
export const Changes = z.object({
  then: z.object({
    batch: z.number().int(),
    recordedAt: Instant.nullable(),
    value: z.union([MoneyFigure, NumberFigure]),
  }),
  now: z.object({
    batch: z.number().int(),
    recordedAt: Instant.nullable(),
    value: z.union([MoneyFigure, NumberFigure]),
  }),
  /** The formula's terms then and now: for a ratio the causes sum over each of them, since a ratio's own change does not part. */
  terms: z.array(
    z.object({
      label: z.string(),
      sign: z.union([z.literal(1), z.literal(-1)]),
      then: z.union([MoneyFigure, NumberFigure]),
      now: z.union([MoneyFigure, NumberFigure]),
    }),
  ),
  causes: z.array(
    z.object({
      cause: z.enum(causes),
      rows: z.number().int(),
      amount: Money.nullable(),
      count: z.number().nullable(),
      /** Unsigned, in the order of `terms`. */
      terms: z.array(z.object({ amount: Money.nullable(), count: z.number().nullable() })),
    }),
  ),
})
export type Changes = z.infer<typeof Changes>
