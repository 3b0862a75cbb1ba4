import { Invalid } from '@throughline/canonical'
import { z } from 'zod'
import { globMatches, plain } from './matching.ts'
import { patternGlob, patternTokens, tokensOf } from './pattern.ts'
import { shapeValue } from './shape-value.ts'

/** What rules of naming speak of: the UTM parameters that people write, and the two tracking codes. */
export const namedParameters = [
  'utm_source',
  'utm_medium',
  'utm_campaign',
  'utm_term',
  'utm_content',
  'refcode',
  'refcode2',
] as const
export const NamedParameter = z.enum(namedParameters)
export type NamedParameter = (typeof namedParameters)[number]

/** What one parameter must be. */
const ParameterRule = z.object({
  required: z.boolean(),
  /** Nothing else may stand there. None: anything may. */
  allowed: z.array(z.string().trim().min(1).max(100)).max(200),
  /** How it is put together: `{campaign}_{date}_{creative}`. Empty: it is typed. */
  pattern: z.string().trim().max(200),
})
type ParameterRule = z.infer<typeof ParameterRule>

/** How a tenant names its links. */
export const Naming = z.object({
  letters: z.enum(['lower', 'as_typed']),
  /** Stands where there was a space. */
  separator: z.enum(['_', '-', '.']),
  longest: z.number().int().min(10).max(200),
  parameters: z.record(NamedParameter, ParameterRule),
  /** The tenant's own sites: a tagged link from one of their pages to another hides where people came from. */
  ownHosts: z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'A host looks like www.example.org.'),
    )
    .max(50),
  /** Parameters that carry click ids here, beside those that everybody knows. */
  clickIds: z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .regex(/^[a-z0-9_]{2,40}$/, 'Letters, digits and underscores.'),
    )
    .max(30),
})
export type Naming = z.infer<typeof Naming>

const free: ParameterRule = { required: false, allowed: [], pattern: '' }
const required: ParameterRule = { ...free, required: true }

/** What holds until a tenant says otherwise: what every report asks for, in small letters. */
export const defaultNaming: Naming = {
  letters: 'lower',
  separator: '_',
  longest: 100,
  parameters: {
    utm_source: required,
    utm_medium: required,
    utm_campaign: required,
    utm_term: free,
    utm_content: free,
    refcode: free,
    refcode2: free,
  },
  ownHosts: [],
  clickIds: [],
}

/**
 * Rules of naming as somebody wrote them.
 * @throws Invalid naming the part, also where rules contradict each other: no value could ever satisfy them
 */
export function parseNaming(value: unknown): Naming {
  const parsed = Naming.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Invalid(issue?.message ?? 'Not rules of naming.', ['naming', ...(issue?.path ?? [])].join('.'))
  }
  for (const name of namedParameters) contradictionIn(parsed.data, name)
  return parsed.data
}

function contradictionIn(naming: Naming, name: NamedParameter): void {
  const { allowed, pattern } = naming.parameters[name]
  const field = `naming.parameters.${name}`
  const clash = (message: string, of: string) => new Invalid(message, `${field}.${of}`)
  for (const value of allowed) {
    const shaped = shapeValue(value, naming)
    if (shaped !== value)
      throw clash(`“${value}” is allowed, but by the other rules it would be written “${shaped}”.`, 'allowed')
    if (value.length > naming.longest)
      throw clash(`“${value}” is allowed, but has more than ${naming.longest} characters.`, 'allowed')
  }
  const same = allowed.find((value, i) => allowed.findIndex((other) => plain(other) === plain(value)) !== i)
  if (same !== undefined) throw clash(`“${same}” is allowed twice.`, 'allowed')
  if (pattern === '') return
  const tokens = tokensOf(pattern)
  const unknown = tokens.find((token) => !(patternTokens as readonly string[]).includes(token))
  if (unknown !== undefined) throw clash(`A pattern does not know {${unknown}}.`, 'pattern')
  if (/[{}]/.test(pattern.replaceAll(/\{\w+\}/g, ''))) throw clash('A brace stands alone.', 'pattern')
  if (`utm_${tokens.find((token) => `utm_${token}` === name) ?? ''}` === name)
    throw clash(`It would be made of itself.`, 'pattern')
  const fixed = pattern.replaceAll(/\{\w+\}/g, 'a')
  if (shapeValue(fixed, naming) !== fixed)
    throw clash('What stands between the tokens breaks the rules of letters and separators.', 'pattern')
  if (fixed.length > naming.longest)
    throw clash(`The pattern alone has more than ${naming.longest} characters.`, 'pattern')
  if (allowed.length > 0 && !allowed.some((value) => globMatches(plain(value), patternGlob(pattern))))
    throw clash('None of the allowed values has the shape of the pattern.', 'pattern')
}
