import type { CreditBy } from './credit.ts'

/** What a figure can be asked by. */
export const oracleDimensions = [
  'day',
  'hour',
  'channel',
  'campaign',
  'message',
  'ad_set',
  'ad',
  'creative',
  'refcode',
  'donor_type',
  'tier',
  'recurring',
] as const
export type OracleDimension = (typeof oracleDimensions)[number]

/** Where one sum counts; null: not known. A dimension that is not there is none that it can be asked by. */
export type Where = Readonly<Partial<Record<OracleDimension, string | null>>>

/** Days, both included, in the tenant's zone. */
export interface OracleAsk {
  from: string
  to: string
  filter: Where
  by: CreditBy
}

/** One sum of money or count. */
export interface OracleCell {
  day: string
  where: Where
  /** Null: it is no money. */
  currency: string | null
  value: number
}

/** Whether a sum lies in the range and is all that the filter says. */
export function isAsked({ from, to, filter }: OracleAsk, { day, where }: OracleCell): boolean {
  if (day < from || day > to) return false
  for (const [dimension, key] of Object.entries(filter)) if (where[dimension as OracleDimension] !== key) return false
  return true
}
