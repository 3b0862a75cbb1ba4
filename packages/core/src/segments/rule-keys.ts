import { createHash } from 'node:crypto'
import type { Rules } from './evaluate.ts'
import { namedBy, type Rule } from './rule.ts'

const digest = (of: unknown): string => createHash('sha256').update(JSON.stringify(of)).digest('base64url').slice(0, 22)

/** A digest of a rule with all that it refers to: who it names changes by rule alone where this does. */
export function ruleKeys(rules: Rules): (rule: Rule) => string {
  const named = new Map<string, string>()
  const keyOf = (rule: Rule): string => digest([rule, namedBy(rule).map(keyOfNamed)])
  const keyOfNamed = (id: string): string => {
    const key = named.get(id) ?? keyOf(rules.get(id) ?? { any: [] })
    named.set(id, key)
    return key
  }
  return keyOf
}
