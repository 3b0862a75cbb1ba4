import type { LinkCode, LinkRules } from '@throughline/connector-kit'
import { compares } from './matching.ts'
import { hostOf } from './link-text.ts'

/** What a link to this address may carry, where somebody says so of its host. */
export function hostRulesFor(url: string, rules: readonly LinkRules[]): LinkRules | undefined {
  const host = hostOf(url)
  return host === undefined ? undefined : rules.find(({ hosts }) => compares([host], 'under', hosts))
}

/** What they say of one parameter. */
export const codeOf = (rules: LinkRules | undefined, name: string): LinkCode | undefined =>
  rules?.codes.find((code) => code.name === name.toLowerCase())
