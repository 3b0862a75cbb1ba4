import type { KeyKind, KeyScope } from '@throughline/canonical'
import type { Actor, Door, FoundKey } from '@throughline/db'
import type { Plan } from './plan.ts'

/** What the room of keys needs from outside. */
export interface ApiKeysDeps {
  readonly door: Door
  readonly now: () => Date
  /** Runs work after the answer has left. */
  readonly later: (work: () => Promise<void>) => void
  /** Milliseconds that only go forward: by them this process forgets what it knows of a key. */
  readonly ticks?: () => number
  readonly plan?: Plan
}

/** A key that was proved. `actor` is what the door takes. */
export type ProvedKey = FoundKey

/** How much is left of a limit. */
export interface Allowance {
  readonly policy: 'requests' | 'events'
  readonly limit: number
  readonly windowSeconds: number
  readonly remaining: number
  /** Until the limit is whole again. */
  readonly resetSeconds: number
}

/** `works`; `ending` = replaced, and works until `expiresAt`; the rest do not work. */
export type KeyState = 'works' | 'ending' | 'expired' | 'revoked'

export interface KeyCard {
  readonly keyId: string
  readonly kind: KeyKind
  readonly name: string
  readonly scopes: KeyScope[]
  readonly origins: string[]
  /** How it begins and ends: `tl_…9fQ2`. */
  readonly preview: string
  /** Who made it, by the name the reader knows them under. */
  readonly madeBy: string
  readonly createdAt: string
  readonly expiresAt: string | null
  readonly revokedAt: string | null
  /** To the minute. */
  readonly lastUsedAt: string | null
  readonly state: KeyState
}

export interface NewKey {
  readonly kind: KeyKind
  readonly name: string
  readonly scopes: readonly KeyScope[]
  readonly origins: readonly string[]
  readonly expiresAt: string | null
}

/** A key with its text, which is told this once. */
export interface ToldKey {
  readonly keyId: string
  readonly key: string
}

/** What a key is told about itself. */
export interface KeyItself {
  readonly name: string
  readonly tenant: string
  readonly createdAt: string
  readonly lastUsedAt: string | null
  readonly limits: Plan
}

/** Keys that a client's own systems and pages call `/v1` with. */
export interface ApiKeys {
  /**
   * Who a key proves, at this moment: a key that was revoked, ran out, or whose maker may not make keys here any more proves nobody.
   * Known for half a second in this process, so a change acts within that; the door asks again in its own transaction.
   * @throws Unauthenticated, alike for unknown, revoked and expired; in other words for what cannot be a key
   */
  authenticate(text: string): Promise<ProvedKey>
  /** Counts one request. Exact over all processes. @throws OverLimit */
  takeRequest(key: ProvedKey): Promise<Allowance>
  /** Takes `count` events out of the client's allowance, all or none. Over all processes never more than the plan says. @throws OverLimit */
  takeEvents(key: ProvedKey, count: number): Promise<Allowance>
  /** May pages from there hear our answer? */
  isBrowserOrigin(origin: string): Promise<boolean>
  itself(key: ProvedKey): Promise<KeyItself>

  list(actor: Actor, tenantId: string): Promise<{ keys: KeyCard[]; mayGive: KeyScope[] }>
  create(actor: Actor, tenantId: string, input: NewKey): Promise<ToldKey>
  /** A new key in the old one's place; the old one works for so many hours more. */
  rotate(actor: Actor, tenantId: string, input: { keyId: string; overlapHours: number }): Promise<ToldKey>
  rename(actor: Actor, tenantId: string, input: { keyId: string; name: string }): Promise<void>
  revoke(actor: Actor, tenantId: string, keyId: string): Promise<void>
}
