import type { LinkRules } from '@throughline/connector-kit'
import { destinationFault, destinationWords, type DestinationFault } from './check-destination.ts'
import { codeOf, hostRulesFor } from './host-rules.ts'
import { hostOf, takeApart, type LinkText } from './link-text.ts'
import { globMatches, plain } from './matching.ts'
import { namedParameters, type NamedParameter, type Naming } from './naming.ts'
import { patternGlob } from './pattern.ts'
import { looksPersonal } from './personal.ts'
import { isRefcode, readTags } from './read-tags.ts'
import { shapeValue } from './shape-value.ts'

export const lintCodes = [
  'no_url',
  'not_https',
  'too_long',
  'with_login',
  'untagged',
  'missing',
  'no_code',
  'mixed_case',
  'not_allowed',
  'wrong_shape',
  'personal_data',
  'twice',
  'refcodes_differ',
  'code_too_long',
  'code_letters',
  'own_site',
  'encoded_twice',
] as const
export type LintCode = (typeof lintCodes)[number]

/** What is wrong with a link. `error`: what it carries is lost, wrong, or not ours to show. `warning`: reports will be harder to read. */
export interface LintProblem {
  code: LintCode
  severity: 'error' | 'warning'
  /** The parameter as it is written there; null for the whole address. */
  parameter: string | null
  say: string
}

export interface LintRules {
  naming: Naming
  /** What connectors say of links to their hosts. */
  links: readonly LinkRules[]
}
/** `page`: the host of the page it stands on, where known. */
export interface LintContext {
  page?: string | undefined
}

const error = (code: LintCode, parameter: string | null, say: string): LintProblem => ({
  code,
  severity: 'error',
  parameter,
  say,
})
const warning = (code: LintCode, parameter: string | null, say: string): LintProblem => ({
  code,
  severity: 'warning',
  parameter,
  say,
})

/** Everything that is wrong with a link, the worst first. Pure. */
export function lintLink(url: string, rules: LintRules, context: LintContext = {}): LintProblem[] {
  const fault: DestinationFault | undefined = destinationFault(url.trim())
  const found = fault ? [error(fault, null, destinationWords[fault])] : []
  if (fault === 'no_url' || fault === 'too_long') return found
  const link = takeApart(url.trim())
  found.push(...twice(link), ...values(link, rules), ...codes(url, link, rules), ...tagging(url, rules, context))
  return found.toSorted((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'))
}

function twice({ pairs }: LinkText): LintProblem[] {
  const seen = new Map<string, string>()
  const said = new Set<string>()
  const found: LintProblem[] = []
  for (const { name, value } of pairs) {
    const key = plain(name)
    if (!/^utm_/.test(key) && !isRefcode(key)) continue
    const before = seen.get(key)
    if (before === undefined) seen.set(key, value)
    else if (!said.has(key)) {
      said.add(key)
      found.push(
        before === value
          ? warning('twice', name, `${key} stands there twice.`)
          : isRefcode(key)
            ? error(
                'refcodes_differ',
                name,
                `${key} stands there as “${before}” and as “${value}”: nobody can say which counts.`,
              )
            : error('twice', name, `${key} stands there as “${before}” and as “${value}”: only the first counts.`),
      )
    }
  }
  return found
}

function values({ pairs }: LinkText, { naming }: LintRules): LintProblem[] {
  return pairs.flatMap(({ name, value, text }): LintProblem[] => {
    if (value === '') return []
    const found: LintProblem[] = []
    if (
      looksPersonal(name, value) ||
      (/^(e-?mail|phone|mobile|first_?name|last_?name|full_?name)$/i.test(name) && !isPlace(value))
    )
      found.push(error('personal_data', name, `${name} seems to name a person. A link is seen by many: take it out.`))
    if (/%25[0-9a-f]{2}/i.test(text) && /^(utm_|refcode)/i.test(name))
      found.push(error('encoded_twice', name, `${name} was encoded twice: it arrives as “${value}”.`))
    const key = plain(name)
    const parameter = namedParameters.find((each) => each === key)
    if (!parameter || isPlace(value)) return found
    if (name !== key || (naming.letters === 'lower' && value !== value.toLowerCase()))
      found.push(
        warning(
          'mixed_case',
          name,
          `${name}=${value} mixes large and small letters: some reports take it for another one.`,
        ),
      )
    return [...found, ...ruled(parameter, value, naming)]
  })
}

function ruled(parameter: NamedParameter, value: string, naming: Naming): LintProblem[] {
  const { allowed, pattern } = naming.parameters[parameter]
  const shaped = shapeValue(value, naming)
  if (allowed.length > 0 && !allowed.includes(shaped))
    return [error('not_allowed', parameter, `${parameter} may be ${listOf(allowed)}; “${value}” is none of them.`)]
  if (pattern !== '' && !globMatches(shaped.toLowerCase(), patternGlob(pattern)))
    return [warning('wrong_shape', parameter, `${parameter} has the shape ${pattern} here; “${value}” has not.`)]
  return []
}

function codes(url: string, { pairs }: LinkText, { links }: LintRules): LintProblem[] {
  const host = hostRulesFor(url, links)
  return pairs.flatMap(({ name, value }): LintProblem[] => {
    const code = codeOf(host, name)
    if (!code || isPlace(value)) return []
    const found: LintProblem[] = []
    if (value.length > code.longest)
      found.push(
        error(
          'code_too_long',
          name,
          `${name} has ${value.length} characters; this form lets ${code.longest} through whole.`,
        ),
      )
    if (code.characters === 'word' && /[^A-Za-z0-9_]/.test(value))
      found.push(
        error('code_letters', name, `${name}=${value}: this form lets letters, digits and underscores through.`),
      )
    return found
  })
}

function tagging(url: string, { naming, links }: LintRules, { page }: LintContext): LintProblem[] {
  const tags = readTags(url, naming.clickIds)
  const [host, form] = [hostOf(url) ?? '', hostRulesFor(url, links)]
  const has = (name: NamedParameter) =>
    Object.keys(tags.refcodes).some((each) => plain(each) === name) ||
    Object.keys(tags.utm).some((each) => `utm_${each}` === name)
  const own = (each: string | undefined) =>
    each !== undefined && naming.ownHosts.some((site) => plain(each) === site || plain(each).endsWith(`.${site}`))
  const tagged = Object.keys(tags.utm).length + Object.keys(tags.refcodes).length > 0
  if (own(host) && own(page) && tagged)
    return [
      error(
        'own_site',
        null,
        'A link from one page of the site to another carries no tags: they would hide where people came from.',
      ),
    ]
  if (!tagged)
    return [
      error('untagged', null, 'The link carries no tags: what comes through it is counted as coming from nowhere.'),
    ]
  const first = form?.codes[0]
  // Where a form takes its code to the gift and UTM nowhere, a link with the code lacks nothing.
  const enough =
    form !== undefined && first !== undefined && !form.utmReachesConversion && has(first.name as NamedParameter)
  const missing = namedParameters.filter(
    (name) => naming.parameters[name].required && !has(name) && !(enough && name.startsWith('utm_')),
  )
  const needed = `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} needed by the rules here.`
  const found = missing.length === 0 ? [] : [warning('missing', missing[0] ?? null, needed)]
  if (first && !has(first.name as NamedParameter))
    found.unshift(
      form.utmReachesConversion
        ? warning('no_code', first.name, `${first.name} is missing.`)
        : error('no_code', first.name, `${first.name} is missing: of this form’s links, UTM does not reach the gift.`),
    )
  return found
}

const isPlace = (value: string): boolean => /\{\{[^{}]*\}\}/.test(value)
const listOf = (values: readonly string[]): string =>
  values.length > 8 ? `${values.slice(0, 8).join(', ')} and ${values.length - 8} more` : values.join(', ')
