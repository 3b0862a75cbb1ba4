import { touchTypes } from '@throughline/canonical'
import { creditChannels } from '../../place.ts'
import { LineParser } from './line-parser.ts'
import type { Rule, RuleFault } from './rule.ts'
import { Faulty, tokensOf } from './tokens.ts'

export type ParsedRules = { ok: true; rules: readonly Rule[] } | { ok: false; faults: readonly RuleFault[] }

/** A text longer than this was not written by a person. */
const longest = 20_000

/**
 * Reads rules: a line each, the first that fits a touch gives its weight, and a touch that none fits has 0.
 *
 *     when channel is sms and days_before < 3 then 2
 *     when first_of_channel then 1 / count
 *     else 1
 *
 * @param known the channels and types of touches that there are
 * @returns the rules, or every line's first fault with its place
 */
export function parseRules(
  text: string,
  known: { channel: readonly string[]; type: readonly string[] } = { channel: creditChannels, type: touchTypes },
): ParsedRules {
  if (text.length > longest) return { ok: false, faults: [{ line: 1, column: 1, message: 'these rules are too long' }] }
  const rules: Rule[] = []
  const faults: RuleFault[] = []
  text.split(/\r\n|\n|\r/).forEach((each, i) => {
    const line = i + 1
    try {
      const tokens = tokensOf(each)
      if (tokens.length === 1) return
      if (rules.some(({ when }) => when === null)) throw new Faulty(1, 'nothing can come after else')
      rules.push({ line, ...new LineParser(tokens, known).rule() })
    } catch (error) {
      if (!(error instanceof Faulty)) throw error
      faults.push(error.at(line))
    }
  })
  if (faults.length === 0 && rules.length === 0)
    faults.push({ line: 1, column: 1, message: 'there is no rule: begin with when or else' })
  return faults.length > 0 ? { ok: false, faults } : { ok: true, rules }
}
