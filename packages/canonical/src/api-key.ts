import { z } from 'zod'

/** What a key is for: a `server` keeps it secret; a `browser` shows it to everybody, so it can only send events, and only from named pages. */
export const KeyKind = z.enum(['server', 'browser'])
export type KeyKind = z.infer<typeof KeyKind>

/** Areas of `/v1` that a key is let into, each for reading, for changing, or for managing. An area comes with its operations. */
const areas = ['events', 'keys', 'metrics'] as const
const levels = ['read', 'write', 'admin'] as const
type Level = (typeof levels)[number]

/** `ingest` sends events and reads nothing. The rest are an area and how far: admin includes write, write includes read. */
export type KeyScope = 'ingest' | `${(typeof areas)[number]}:${Level}`
export const KeyScope = z.enum([
  'ingest',
  ...areas.flatMap((area) => levels.map((level): KeyScope => `${area}:${level}`)),
] as [KeyScope, ...KeyScope[]])

/** Does a key with these scopes reach what needs that one? */
export function hasScope(scopes: readonly string[], needed: KeyScope): boolean {
  if (scopes.includes(needed)) return true
  const [area, level] = needed.split(':') as [string, Level | undefined]
  if (level === undefined) return false
  return levels.slice(levels.indexOf(level)).some((higher) => scopes.includes(`${area}:${higher}`))
}

/** May a key with these scopes change anything at all? Sending events is a change. */
export function changesAnything(scopes: readonly string[]): boolean {
  return scopes.some((scope) => !scope.endsWith(':read'))
}
