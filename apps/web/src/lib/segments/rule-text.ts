import { formatDecimal, formatMoney, formatPercent } from '@throughline/ui/format'
import { words } from '#lib/words.ts'
import type { MeasureKind, Rule } from './rule-form.ts'

/** What words of a rule depend on. */
export interface Speaking {
  measures: readonly MeasureKind[]
  names: ReadonlyMap<string, string>
  currency: string
  locale: string
  vertical: 'fundraising' | 'commerce'
}

const w = words.segments
const labelsOf = (vertical: Speaking['vertical']) => (vertical === 'commerce' ? w.commerceMeasures : w.measures)
export const measureLabel = (id: string, vertical: Speaking['vertical']): string => labelsOf(vertical)[id] ?? id

/** A rule in words. */
export function ruleText(rule: Rule, speaking: Speaking): string {
  if ('all' in rule) return w.allOf(rule.all.map((part) => ruleText(part, speaking)))
  if ('any' in rule) return w.anyOf(rule.any.map((part) => ruleText(part, speaking)))
  if ('not' in rule) return w.notOf(ruleText(rule.not, speaking))
  if ('segment' in rule) return w.in(speaking.names.get(rule.segment) ?? rule.segment)
  const { measure, is, value, lastDays } = rule
  const { locale, currency, vertical, measures } = speaking
  const unit = measures.find(({ id }) => id === measure)?.unit
  const places = (share: number) => (Number.isInteger(Math.round(share * 1e6) / 1e4) ? 0 : 1)
  const said =
    unit === 'share' || is === 'top' || is === 'bottom'
      ? formatPercent(value, locale, { places: places(value) })
      : unit === 'money'
        ? formatMoney({ minor: value, currency }, locale, { cents: value % 100 !== 0 })
        : formatDecimal(value, locale, 2)
  const within = lastDays === undefined ? '' : w.within(lastDays)
  return w.condition(measureLabel(measure, vertical), w.is[is] ?? is, said) + within
}
