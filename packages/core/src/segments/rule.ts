import { z } from 'zod'
import { measureIds, type MeasureId } from './measures.ts'

/** How a measure is compared. `top`, `bottom`: among the share of people with the most, or the least, of it. */
export const comparisons = ['at_least', 'more_than', 'at_most', 'less_than', 'top', 'bottom'] as const
type Comparison = (typeof comparisons)[number]

/** One thing that is asked of a person. `value`: see the measure's unit; of `top` and `bottom` a fraction of people. */
export interface Condition {
  measure: MeasureId
  is: Comparison
  value: number
  /** Looks back over so many days, the day that is asked about among them; without it, over everything. */
  lastDays?: number | undefined
}

/** Who is in a segment, as data: conditions, joined, turned round, and other segments by their ids. */
export type Rule = { all: Rule[] } | { any: Rule[] } | { not: Rule } | { segment: string } | Condition

const Condition = z.strictObject({
  measure: z.enum(measureIds as [MeasureId, ...MeasureId[]]),
  is: z.enum(comparisons),
  value: z.number(),
  lastDays: z.number().optional(),
})

/** The shape alone: what its numbers and names say is judged by `readRule`. */
export const Rule: z.ZodType<Rule> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(Rule).min(1) }),
    z.strictObject({ any: z.array(Rule).min(1) }),
    z.strictObject({ not: Rule }),
    z.strictObject({ segment: z.string() }),
    Condition,
  ]),
)

/** The rules that a rule is made of. */
export const partsOf = (rule: Rule): readonly Rule[] =>
  'all' in rule ? rule.all : 'any' in rule ? rule.any : 'not' in rule ? [rule.not] : []

/** Every condition of a rule, wherever it stands; those of segments that it refers to left out. */
export function conditionsOf(rule: Rule): Condition[] {
  return 'measure' in rule ? [rule] : partsOf(rule).flatMap(conditionsOf)
}

/** The segments that a rule names itself. */
export function namedBy(rule: Rule): string[] {
  return 'segment' in rule ? [rule.segment] : partsOf(rule).flatMap(namedBy)
}
