import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { Auth, Outgoing } from '../auth.ts'

/** Text with holes that secrets go into. */
const Template = z.array(z.union([z.string().max(2_000), z.object({ secret: z.string().max(60) })])).max(20)
type Template = z.infer<typeof Template>

const never = /^(host|content-length|transfer-encoding|connection|upgrade|te|trailer|expect|cookie|proxy-.*|sec-.*)$/
export const headerName = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/)
  .refine((given) => !never.test(given), 'a header that is not to be set')

/** How requests are signed, as data: the process that holds the secrets follows it, so that no code ever sees them. */
export const Recipe = z.object({
  kind: z.enum(['basic', 'api_key']),
  headers: z.array(z.object({ name: headerName, value: Template, basic: z.boolean() })).max(10),
  query: z.array(z.object({ name: z.string().min(1).max(100), value: Template })).max(10),
})
export type Recipe = z.infer<typeof Recipe>

/** The secrets that a recipe needs. */
export const secretsIn = ({ headers, query }: Recipe): Set<string> =>
  new Set(
    [...headers, ...query].flatMap(({ value }) =>
      value.flatMap((part) => (typeof part === 'object' ? part.secret : [])),
    ),
  )

const times = 12

/**
 * Watches where `apply` puts secrets, with others in their stead each time: what comes out otherwise is computed of a secret (a
 * signature) and cannot be told as data. Often enough that not even one letter of it is the same every time by chance.
 * @throws Error in words where requests cannot be signed so
 */
export function recipeOf(auth: Auth<unknown>, names: readonly string[]): Recipe {
  if (auth.kind === 'oauth2' || auth.refresh)
    throw new Error('an outside package signs in by a key or a password, not by OAuth')
  const first = watch(auth, names)
  const same = (recipe: Recipe) => JSON.stringify(recipe) === JSON.stringify(first)
  if (!Array.from({ length: times - 1 }, () => watch(auth, names)).every(same))
    throw new Error('an outside package may place a secret in a header or a query, and compute nothing of it')
  return first
}

function watch(auth: Auth<unknown>, names: readonly string[]): Recipe {
  const standIns = new Map(names.map((secret) => [`tl${randomBytes(12).toString('hex')}`, secret]))
  const secrets = Object.fromEntries([...standIns].map(([standIn, secret]) => [secret, standIn]))
  const outgoing = { url: new URL('https://provider.invalid/'), headers: new Headers() }
  auth.apply(outgoing, secrets, undefined)
  const template = (text: string): Template =>
    text
      .split(/(tl[0-9a-f]{24})/)
      .filter((part) => part !== '')
      .map((part) => (standIns.has(part) ? { secret: standIns.get(part) ?? '' } : part))
  const headers = [...outgoing.headers].map(([name, value]) => {
    const [, pair] = /^Basic ([A-Za-z0-9+/=]+)$/.exec(value) ?? []
    const basic = pair !== undefined
    return { name, value: template(basic ? Buffer.from(pair, 'base64').toString('utf8') : value), basic }
  })
  const query = [...outgoing.url.searchParams].map(([name, value]) => ({ name, value: template(value) }))
  return Recipe.parse({ kind: auth.kind, headers, query })
}

/** Signs a request as the recipe says. */
export function follow(recipe: Recipe, { url, headers }: Outgoing, secrets: unknown): void {
  const known = new Map(Object.entries(secrets ?? {}))
  const fill = (template: Template): string =>
    template.map((part) => (typeof part === 'string' ? part : wordOf(known.get(part.secret)))).join('')
  for (const { name, value, basic } of recipe.headers) {
    const filled = fill(value)
    headers.set(name, basic ? `Basic ${Buffer.from(filled, 'utf8').toString('base64')}` : filled)
  }
  for (const { name, value } of recipe.query) url.searchParams.set(name, fill(value))
}

const wordOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
