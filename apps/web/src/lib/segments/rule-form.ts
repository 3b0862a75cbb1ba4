import { currencyPlaces, decimalOf } from '@throughline/ui/format'
import type { Answers } from '#lib/app-router.ts'

export type SegmentRow = Answers['segments']['list']['segments'][number]
export type Rule = SegmentRow['rule']
export type MeasureKind = Answers['segments']['list']['measures'][number]

/** One condition as a form holds it: what a person types, in the units in which they think. */
export interface Line {
  id: number
  not: boolean
  /** A measure, or `segment`. */
  of: string
  is: string
  value: string
  lastDays: string
  segment: string
}

/** A rule as a form can show it. */
export interface RuleForm {
  match: 'all' | 'any'
  lines: Omit<Line, 'id'>[]
}

type Unit = MeasureKind['unit']
/** Shares are typed in percent, also shares of people; money in major units. */
const isPercent = (unit: Unit, is: string) => unit === 'share' || is === 'top' || is === 'bottom'

/** A rule's number as it is typed. */
function typedValue(value: number, unit: Unit, is: string, currency: string): string {
  if (isPercent(unit, is)) return String(Math.round(value * 1e6) / 1e4)
  if (unit === 'money') return decimalOf({ minor: value, currency }).replace(/\.0+$/, '')
  return String(value)
}

/** What was typed as a rule's number; NaN where it is none. */
export function valueOf(typed: string, unit: Unit, is: string, currency: string): number {
  const number = typed.trim() === '' ? NaN : Number(typed.trim().replace(',', '.'))
  if (isPercent(unit, is)) return Math.round(number * 1e4) / 1e6
  if (unit === 'money') return Math.round(number * 10 ** currencyPlaces(currency))
  return number
}

/** The form of a rule, where it is one group of conditions; undefined where groups stand in groups. */
export function formOf(rule: Rule, measures: readonly MeasureKind[], currency: string): RuleForm | undefined {
  const group = 'all' in rule ? rule.all : 'any' in rule ? rule.any : [rule]
  const lines = group.map((part) => {
    const not = 'not' in part
    const inner = not ? part.not : part
    const line = { not, of: 'segment', is: 'at_least', value: '', lastDays: '', segment: '' }
    if ('segment' in inner) return { ...line, segment: inner.segment }
    if (!('measure' in inner)) return undefined
    const unit = measures.find(({ id }) => id === inner.measure)?.unit ?? 'count'
    return {
      ...{ ...line, of: inner.measure, is: inner.is },
      value: typedValue(inner.value, unit, inner.is, currency),
      lastDays: inner.lastDays === undefined ? '' : String(inner.lastDays),
    }
  })
  return lines.includes(undefined)
    ? undefined
    : { match: 'any' in rule ? 'any' : 'all', lines: lines.filter((line) => line !== undefined) }
}

/** The rule of a form. What is no number becomes null, which the API answers in a sentence. */
export function ruleOf({ match, lines }: RuleForm, measures: readonly MeasureKind[], currency: string): Rule {
  const parts = lines.map(({ not, of, is, value, lastDays, segment }): Rule => {
    const kind = measures.find(({ id }) => id === of)
    const part: Rule =
      of === 'segment' || !kind
        ? { segment }
        : {
            ...{ measure: of, is, value: valueOf(value, kind.unit, is, currency) },
            ...(kind.window && lastDays.trim() !== '' ? { lastDays: Number(lastDays) } : {}),
          }
    return not ? { not: part } : part
  })
  const [only] = parts
  return parts.length === 1 && only ? only : match === 'any' ? { any: parts } : { all: parts }
}
