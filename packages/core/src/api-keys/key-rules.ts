import { Conflict, Forbidden, Invalid, KeyScope, type KeyKind } from '@throughline/canonical'
import type { Role } from '@throughline/db'
import { z } from 'zod'
import { may, type Permission } from '../tenants/index.ts'
import type { KeyCard, KeyState, NewKey } from './api-keys.ts'
import { prefixes } from './key-text.ts'

/** Nobody gives a key what they may not do themselves. */
const needs: Readonly<Record<KeyScope, Permission>> = {
  ingest: 'keys.write',
  'events:read': 'overview.read',
  'events:write': 'keys.write',
  'events:admin': 'keys.write',
  'keys:read': 'keys.read',
  'keys:write': 'keys.write',
  'keys:admin': 'keys.write',
  'metrics:read': 'overview.read',
  'metrics:write': 'keys.write',
  'metrics:admin': 'keys.write',
}
/** Working keys of one client: more are a mistake, or somebody else's. */
export const mostKeys = 50
const mostOrigins = 20
const longestOverlapHours = 24 * 30

export function scopesToGive(role: Role): KeyScope[] {
  return may(role, 'keys.write') ? KeyScope.options.filter((scope) => may(role, needs[scope])) : []
}

const Name = z.string().trim().min(1, 'A key needs a name.').max(80, 'At most 80 characters.')

export function keyName(text: string): string {
  const parsed = Name.safeParse(text)
  if (!parsed.success) throw new Invalid(parsed.error.issues[0]?.message ?? 'A key needs a name.', 'name')
  return parsed.data
}

/**
 * A new key as it may be made by this role.
 * @throws Invalid with the field; Forbidden for a scope that the role may not give
 */
export function checkedKey(input: NewKey, role: Role, now: Date): NewKey {
  const scopes = [...new Set(input.scopes)]
  if (scopes.length === 0) throw new Invalid('Choose what the key may do.', 'scopes')
  if (scopes.some((scope) => !scopesToGive(role).includes(scope)))
    throw new Forbidden('Your role here does not allow giving this scope.')
  if (input.kind === 'browser' && scopes.join() !== 'ingest')
    throw new Invalid('Everybody can read a browser key: it may send events and nothing else.', 'scopes')
  if (input.expiresAt !== null && new Date(input.expiresAt) <= now)
    throw new Invalid('A key ends in the future.', 'expiresAt')
  return { ...input, name: keyName(input.name), scopes, origins: originsOf(input.kind, input.origins) }
}

function originsOf(kind: KeyKind, given: readonly string[]): string[] {
  const origins = [
    ...new Set(
      given
        .map((each) => each.trim())
        .filter((each) => each !== '')
        .map(originOf),
    ),
  ]
  if (kind === 'server' && origins.length > 0) throw new Invalid('A server key has no pages.', 'origins')
  if (kind === 'browser' && origins.length === 0)
    throw new Invalid('Name the pages that may use it, such as https://www.example.org', 'origins')
  if (origins.length > mostOrigins) throw new Invalid(`At most ${mostOrigins} addresses.`, 'origins')
  return origins
}

/** An address as a browser says it in `Origin`: scheme, host and port, nothing after them. */
function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const bare = url && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  const local = url && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (
    !url ||
    !bare ||
    url.hostname.includes('*') ||
    !(url.protocol === 'https:' || (url.protocol === 'http:' && local))
  )
    throw new Invalid('An address such as https://www.example.org: https, and nothing after the host.', 'origins')
  return url.origin
}

/** When the old key ends, after its successor was made. Never later than it would have. */
export function overlapEnds(overlapHours: number, expiresAt: string | null, now: Date): string {
  if (!(overlapHours >= 0 && overlapHours <= longestOverlapHours))
    throw new Invalid('The old key can work for up to 30 days more.', 'overlapHours')
  const ends = new Date(now.getTime() + overlapHours * 3_600_000).toISOString()
  return expiresAt !== null && expiresAt < ends ? expiresAt : ends
}

/** When a key's successor ends: it lasts as long as the old one was to. */
export function successorEnds(old: { createdAt: string; expiresAt: string | null }, now: Date): string | null {
  if (old.expiresAt === null) return null
  return new Date(now.getTime() + Date.parse(old.expiresAt) - Date.parse(old.createdAt)).toISOString()
}

interface Times {
  readonly revokedAt: string | null
  readonly expiresAt: string | null
}

export function stateOf({ revokedAt, expiresAt }: Times, replaced: boolean, now: Date): KeyState {
  if (revokedAt !== null) return 'revoked'
  if (expiresAt !== null && new Date(expiresAt) <= now) return 'expired'
  return replaced ? 'ending' : 'works'
}

/** @throws Conflict for a key that cannot be replaced */
export function requireReplaceable(state: KeyState): void {
  if (state === 'ending') throw new Conflict('This key has been replaced already.')
  if (state !== 'works') throw new Conflict('This key does not work any more: make a new one.')
}

export const previewOf = ({ kind, lastFour }: { kind: KeyKind; lastFour: string }): KeyCard['preview'] =>
  `${prefixes[kind]}…${lastFour}`
