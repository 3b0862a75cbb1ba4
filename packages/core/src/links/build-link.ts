import type { LinkRules } from '@throughline/connector-kit'
import { destinationFault, destinationWords } from './check-destination.ts'
import { codeOf, hostRulesFor } from './host-rules.ts'
import { encoded, putTogether, takeApart, type Pair } from './link-text.ts'
import { globMatches, plain } from './matching.ts'
import { namedParameters, type NamedParameter, type Naming } from './naming.ts'
import { fillPattern, patternGlob, type TokenValues } from './pattern.ts'
import { looksPersonal } from './personal.ts'
import { shapeValue, wordOnly } from './shape-value.ts'

export interface BuildRequest {
  url: string
  /** What is typed, by parameter. What is empty is made of the pattern, or left as the link has it. */
  values: Partial<Record<NamedParameter, string>>
  /** What patterns are filled with. */
  tokens: TokenValues
}
export interface BuildRules {
  naming: Naming
  /** What connectors say of links to their hosts. */
  links: readonly LinkRules[]
}

/** Why a link is not built, and at which parameter (`url` for the address). */
export interface BuildProblem {
  field: NamedParameter | 'url'
  code:
    | 'no_url'
    | 'not_https'
    | 'too_long'
    | 'with_login'
    | 'missing'
    | 'missing_token'
    | 'not_allowed'
    | 'wrong_shape'
    | 'value_too_long'
    | 'personal_data'
  say: string
}
/** What was written otherwise than it was typed. */
interface BuildNote {
  field: NamedParameter
  say: string
}
export type BuiltLink =
  | { ok: true; url: string; values: Partial<Record<NamedParameter, string>>; notes: BuildNote[] }
  | { ok: false; problems: BuildProblem[] }

/**
 * A link with its UTM and codes by a tenant's rules. Building over a link that was built so changes nothing; whatever else the
 * address has, its fragment too, stays letter by letter. Never a silent choice: what cannot be is a problem, what was written
 * otherwise is a note.
 */
export function buildLink({ url: typed, values, tokens }: BuildRequest, { naming, links }: BuildRules): BuiltLink {
  const url = typed.trim()
  const fault = destinationFault(url)
  if (fault) return { ok: false, problems: [{ field: 'url', code: fault, say: destinationWords[fault] }] }
  const host = hostRulesFor(url, links)
  const link = takeApart(url)
  const problems: BuildProblem[] = []
  const notes: BuildNote[] = []
  const set = new Map<NamedParameter, string>()
  for (const field of namedParameters) {
    const rule = naming.parameters[field]
    const standing = link.pairs.find(({ name }) => plain(name) === field)?.value ?? ''
    const code = codeOf(host, field)
    const shape = (text: string) => {
      const word = code?.characters === 'word' && !hasPlace(text)
      return shapeValue(word ? wordOnly(text) : text, naming)
    }
    const given = values[field]?.trim() ?? ''
    let value = shape(given || standing)
    if (value === '' && rule.pattern !== '') {
      const filled = fillPattern(rule.pattern, tokens, shapeToken(shape))
      if (filled.missing.length === 0) value = shape(filled.text)
      else if (rule.required || filled.missing.length < [...rule.pattern.matchAll(/\{/g)].length)
        problems.push({
          ...{ field, code: 'missing_token' },
          say: `${field} is made of ${rule.pattern}: ${filled.missing.join(', ')} is missing.`,
        })
    }
    const said = problemWith(field, value, naming, code?.longest)
    if (said) problems.push(said)
    if (value === '') {
      if (rule.required && !problems.some((each) => each.field === field))
        problems.push({ field, code: 'missing', say: `${field} is needed.` })
      continue
    }
    if (given !== '' && given !== value)
      notes.push({ field, say: `“${given}” is written “${value}” by the rules here.` })
    else if (given === '' && standing !== '' && standing !== value)
      notes.push({ field, say: `The link had “${standing}”: it is written “${value}” by the rules here.` })
    set.set(field, value)
  }
  if (problems.length > 0) return { ok: false, problems }
  const built = putTogether({ ...link, pairs: withValues(link.pairs, set) })
  const long = destinationFault(built)
  if (long) return { ok: false, problems: [{ field: 'url', code: long, say: destinationWords[long] }] }
  return { ok: true, url: built, values: Object.fromEntries(set), notes }
}

/** A place that a platform fills later: `{{ad.id}}`. */
const hasPlace = (value: string): boolean => /\{\{[^{}]*\}\}/.test(value)

/** A token's value may not look like a token itself. */
const shapeToken =
  (shape: (text: string) => string) =>
  (text: string): string =>
    shape(text).replaceAll(/[{}]/g, '')

function problemWith(
  field: NamedParameter,
  value: string,
  naming: Naming,
  longestThere: number | undefined,
): BuildProblem | undefined {
  const { allowed, pattern } = naming.parameters[field]
  if (value === '') return undefined
  const longest = Math.min(naming.longest, longestThere ?? naming.longest)
  if (value.length > longest)
    return {
      field,
      code: 'value_too_long',
      say: `${field} has ${value.length} characters; at most ${longest} come through whole.`,
    }
  if (looksPersonal(field, value))
    return {
      field,
      code: 'personal_data',
      say: `${field} looks like an email address or a phone number. A link is seen by many.`,
    }
  if (allowed.length > 0 && !allowed.includes(value) && !hasPlace(value))
    return { field, code: 'not_allowed', say: `${field} may be ${allowed.join(', ')}; “${value}” is none of them.` }
  if (pattern !== '' && !hasPlace(value) && !globMatches(value.toLowerCase(), patternGlob(pattern)))
    return { field, code: 'wrong_shape', say: `${field} has the shape ${pattern} here; “${value}” has not.` }
  return undefined
}

/** Pairs with these values: in their places where the link had them, once each, the rest behind. */
function withValues(pairs: readonly Pair[], set: ReadonlyMap<NamedParameter, string>): Pair[] {
  const left = new Map<string, string>(set)
  const mentioned = new Set<string>(set.keys())
  const kept = pairs.flatMap((pair): Pair[] => {
    const name = plain(pair.name)
    if (!mentioned.has(name)) return [pair]
    const value = left.get(name)
    if (value === undefined) return []
    left.delete(name)
    return [pair.name === name && pair.value === value ? pair : pairOf(name, value)]
  })
  return [...kept, ...[...left].map(([name, value]) => pairOf(name, value))]
}

const pairOf = (name: string, value: string): Pair => ({ name, value, text: `${name}=${encoded(value)}` })
