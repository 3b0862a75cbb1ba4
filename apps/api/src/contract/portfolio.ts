import { Money } from '@throughline/canonical'
import { z } from 'zod'
import { Freshness, MoneyFigure, NumberFigure } from './shared.ts'

const Raised = z.object({
  now: MoneyFigure,
  before: MoneyFigure,
  /** (now − before) / before, a fraction; no value when before is zero. */
  change: NumberFigure,
})

/** portfolio.read (query, no input): every granted client, most in need of attention first. */
export const PortfolioRow = z.object({
  tenantId: z.uuid(),
  slug: z.string(),
  name: z.string(),
  brandColor: z.string().nullable(),
  currency: z.string(),
  locale: z.string(),
  /** Net raised: today (in the tenant's zone, against yesterday until the same hour), last 7 and 30 days. */
  today: Raised,
  week: Raised,
  month: Raised,
  /** Net by day, minor units, the last 30 days, oldest first. */
  spark: z.array(z.number()),
  connections: z.array(Freshness),
  attention: z.object({ rank: z.enum(['now', 'look', 'quiet']), why: z.string(), detail: z.string().nullable() }),
})
export const Portfolio = z.object({
  rows: z.array(PortfolioRow),
  /** One per currency, never added across. */
  totals: z.array(z.object({ currency: z.string(), month: Money })),
  readAt: z.string(),
})
export type Portfolio = z.infer<typeof Portfolio>
export type PortfolioRow = z.infer<typeof PortfolioRow>
