import { ok } from 'node:assert/strict'
import type { OracleAnswer } from '@throughline/world/oracle'
import { plain } from '../figure.ts'
import type { Reading } from '../query/question.ts'

/** Fractions are worked out in another order: the last bits may differ. Money and counts that are whole may not. */
function isSame(a: number, b: number): boolean {
  if (Number.isInteger(a) && Number.isInteger(b)) return a === b
  return Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(a), Math.abs(b))
}

/** @throws where the product says something else than the oracle, naming the question */
export function compareReading(
  { value: figure, numerator, denominator }: Reading,
  expected: OracleAnswer,
  asked: string,
): void {
  const value = plain(figure)
  const said = `${asked}: the product says ${JSON.stringify(figure)} (${numerator?.value} ÷ ${denominator?.value}), the oracle ${JSON.stringify(expected)}`
  const why = figure.ok ? null : figure.why
  if (expected.value === null) {
    // Something may have been told and taken back since: of that there is a zero.
    if (expected.whys.includes('nothing_told') && (value === 0 || why === 'no_units')) return
    ok(why !== null && expected.whys.some((each) => whys[each] === why), said)
    return
  }
  ok(value !== undefined, said)
  // Money is told in whole minor units.
  const isRounded = figure.ok && typeof figure.value !== 'number' && !Number.isInteger(expected.value)
  ok(isRounded ? Math.abs(value - expected.value) <= 0.5 : isSame(value, expected.value), said)
  if (expected.denominator === null) return
  ok(numerator !== null && denominator !== null, said)
  ok(isSame(numerator.value, expected.numerator ?? NaN) && isSame(denominator.value, expected.denominator), said)
}

const whys = { rate_missing: 'rate_missing', nothing_to_divide_by: 'no_units', nothing_told: 'not_read_yet' } as const
