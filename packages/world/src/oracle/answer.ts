import { isAsked, type OracleAsk, type OracleCell } from './ask.ts'

/** A sum, or why there is none: of money in several currencies nothing is added up without a rate. */
export type OracleSum = { value: number; any: boolean } | { missing: 'rate_missing' | 'nothing_told' }

export type OracleAnswer =
  | { value: number; numerator: number | null; denominator: number | null }
  /** Each of these is a reason. */
  | { value: null; whys: readonly WhyNone[] }
type WhyNone = 'rate_missing' | 'nothing_to_divide_by' | 'nothing_told'

/** Sums to be added or taken away, and the first day of which whoever tells them told anything; undefined where nobody did. */
export type Part = readonly [sign: 1 | -1, cells: readonly OracleCell[], since: string | undefined]

/** The sum of what is asked for. Of days before anything was told there is none: that is no zero. */
export function sumOf(ask: OracleAsk, currency: string, parts: readonly Part[]): OracleSum {
  if (parts.every(([, , since]) => since === undefined || ask.to < since)) return { missing: 'nothing_told' }
  let value = 0
  let any = false
  let missing = false
  for (const [sign, cells] of parts)
    for (const cell of cells) {
      if (!isAsked(ask, cell) || cell.value === 0) continue
      if (cell.currency !== null && cell.currency !== currency) missing = true
      value += sign * cell.value
      any = true
    }
  return missing ? { missing: 'rate_missing' } : { value, any }
}

export function amount(sum: OracleSum): OracleAnswer {
  if ('missing' in sum) return noAnswer(sum.missing)
  return { value: sum.value, numerator: sum.value, denominator: null }
}

export const noAnswer = (...whys: WhyNone[]): OracleAnswer => ({ value: null, whys })

/** @param needsNumerator a cost that nobody told of is no cost of zero */
export function ratio(numerator: OracleSum, denominator: OracleSum, needsNumerator = false): OracleAnswer {
  const whys: WhyNone[] = [numerator, denominator].flatMap((sum) => ('missing' in sum ? [sum.missing] : []))
  if ('value' in denominator && denominator.value <= 0) whys.push('nothing_to_divide_by')
  if ('value' in numerator && needsNumerator && !numerator.any) whys.push('nothing_to_divide_by')
  if (whys.length > 0 || 'missing' in numerator || 'missing' in denominator) return noAnswer(...whys)
  return { value: numerator.value / denominator.value, numerator: numerator.value, denominator: denominator.value }
}
