import { Invalid } from '@throughline/canonical'
import type { Weigh } from './journey.ts'
import { linear } from './linear.ts'
import { compileRules } from './rules/compile-rules.ts'
import { parseRules } from './rules/parse-rules.ts'

/**
 * Weighs by rules of the client's own. A journey that they give no weights (`compileRules` says why) has the same for every touch: the
 * preview before saving shows which those are.
 * @throws Invalid naming line and column where the rules cannot be read
 */
export function custom(rules: string, channels: readonly string[]): Weigh {
  const parsed = parseRules(rules)
  if (!parsed.ok) {
    const [first] = parsed.faults
    throw new Invalid(`line ${first?.line ?? 1}, column ${first?.column ?? 1}: ${first?.message ?? ''}`, 'rules')
  }
  const apply = compileRules(parsed.rules, channels)
  return (journey, out) => {
    if (apply(journey, out) !== null) linear(journey, out)
  }
}
