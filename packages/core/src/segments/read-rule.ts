import { Invalid } from '@throughline/canonical'
import { measureIds, measures, type MeasureId } from './measures.ts'
import { comparisons, conditionsOf, namedBy, partsOf, Rule, type Condition } from './rule.ts'

/** A segment as far as judging a rule needs it. */
export interface NamedRule {
  id: string
  name: string
  rule: Rule
}

const mostConditions = 50
const deepest = 8
/** Longest look back, in days. */
const mostDays = 1_830
const field = 'rule'

/**
 * Reads a rule that somebody sent, and says in a sentence what would work where it does not.
 * @param own the segment that it is to be the rule of; undefined where it is a new one
 * @param others every segment there is
 * @throws Invalid
 */
export function readRule(
  sent: unknown,
  own: { id: string; name: string } | undefined,
  others: readonly NamedRule[],
): Rule {
  refuseUnknownWords(sent)
  const parsed = Rule.safeParse(sent)
  if (!parsed.success)
    throw new Invalid(
      'This is not a rule. A rule is { "all": [rules] }, { "any": [rules] }, { "not": rule }, { "segment": id } or { "measure", "is", "value" }.',
      field,
    )
  const rule = parsed.data
  const conditions = conditionsOf(rule)
  if (conditions.length + namedBy(rule).length > mostConditions)
    throw new Invalid(
      `A rule has at most ${mostConditions} conditions, with the segments that it names. Put some of them into a segment of their own.`,
      field,
    )
  if (depthOf(rule) > deepest)
    throw new Invalid(
      `Groups stand at most ${deepest} deep in each other. Put the inner ones into a segment of their own.`,
      field,
    )
  for (const condition of conditions) judgeNumbers(condition)
  judgeReferences(rule, own, others)
  return rule
}

const depthOf = (rule: Rule): number => 1 + Math.max(0, ...partsOf(rule).map(depthOf))

/** Before the shape is looked at: a word that nobody knows is the mistake that people make. */
function refuseUnknownWords(sent: unknown): void {
  if (Array.isArray(sent)) return sent.forEach(refuseUnknownWords)
  if (typeof sent !== 'object' || sent === null) return
  const { measure, is, ...rest } = sent as Record<string, unknown>
  if (typeof measure === 'string') {
    if (!Object.hasOwn(measures, measure)) {
      const near = nearest(measure, measureIds)
      throw new Invalid(
        `There is no such measure.${near ? ` Did you mean “${near}”?` : ''} A rule can ask for: ${measureIds.join(', ')}.`,
        field,
      )
    }
    if (typeof is === 'string' && !(comparisons as readonly string[]).includes(is))
      throw new Invalid(`There is no such comparison. Use one of: ${comparisons.join(', ')}.`, field)
  }
  Object.values(rest).forEach(refuseUnknownWords)
}

function judgeNumbers({ measure, is, value, lastDays }: Condition): void {
  const { unit, window }: { unit: string; window: boolean } = measures[measure]
  const no = (say: string) => new Invalid(say, field)
  if (lastDays !== undefined) {
    if (!window) throw no(`“${measure}” looks at everything: leave the days out.`)
    if (!Number.isInteger(lastDays) || lastDays < 1 || lastDays > mostDays)
      throw no(`A look back is a whole number of days from 1 to ${mostDays}.`)
  }
  if (!Number.isFinite(value)) throw no('A rule compares with a number.')
  if (is === 'top' || is === 'bottom') {
    if (value <= 0 || value >= 1)
      throw no(`“${is}” takes a share of people between 0 and 1: write 0.2 for a fifth of them.`)
    return
  }
  if (value < 0) throw no(`“${measure}” is never below 0: compare with 0 or more.`)
  if (is === 'less_than' && value === 0) throw no(`Nobody has less than 0 of “${measure}”: compare with more than 0.`)
  if (unit === 'share' && (value > 1 || (is === 'more_than' && value === 1)))
    throw no(`“${measure}” is a share between 0 and 1: write 0.7 for 70 %.`)
  if ((unit === 'count' || unit === 'days') && !Number.isInteger(value))
    throw no(`“${measure}” is counted in whole numbers.`)
  if (unit === 'money' && !Number.isSafeInteger(value))
    throw no(`“${measure}” is money in whole minor units: write 2500 for 25.00.`)
  if (unit === 'days' && value > 36_500) throw no(`“${measure}” reaches back at most 36500 days.`)
  if (unit === 'rate' && value > 10_000) throw no('Nobody gives more than 10000 times a week: compare with less.')
}

/** Names segments that are there, and never, also through others, itself. */
function judgeReferences(
  rule: Rule,
  own: { id: string; name: string } | undefined,
  others: readonly NamedRule[],
): void {
  const byId = new Map(others.map((each) => [each.id, each]))
  const seen = new Set<string>()
  const walk = (at: Rule, path: readonly string[]): void => {
    for (const id of namedBy(at)) {
      const named = byId.get(id)
      if (own !== undefined && id === own.id)
        throw new Invalid(
          path.length === 0
            ? `The rule of “${own.name}” refers to itself. Say what you mean by conditions, or name another segment.`
            : `The rule of “${own.name}” refers to itself through ${path.map((name) => `“${name}”`).join(' and ')}. Take one of these references out.`,
          field,
        )
      if (!named)
        throw new Invalid(
          `The rule names a segment that is not there. These are: ${others.map((each) => each.id).join(', ')}.`,
          field,
        )
      if (seen.has(id)) continue
      seen.add(id)
      walk(named.rule, [...path, named.name])
    }
  }
  walk(rule, [])
}

/** The word that is fewest edits away, if it is near. */
function nearest(word: string, among: readonly MeasureId[]): MeasureId | undefined {
  const [best] = among.map((each) => ({ each, off: edits(word.toLowerCase(), each) })).sort((a, b) => a.off - b.off)
  return best && best.off <= Math.max(2, Math.floor(best.each.length / 3)) ? best.each : undefined
}

/** Levenshtein's distance. */
function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length && i <= 100; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min((next[j - 1] ?? 0) + 1, (row[j] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      )
    row = next
  }
  return row[b.length] ?? 0
}
