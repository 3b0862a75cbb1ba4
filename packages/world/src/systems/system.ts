import type { Clock, Delivery } from '@throughline/connector-kit/testing'
import type { Given } from '../gift.ts'
import type { Millis } from '../line-item.ts'
import type { ClientWorld, WorldSize } from '../world.ts'

/** What somebody who connects a source types and nobody is shown again. */
export type Credentials = Readonly<Record<string, string | boolean>>

/** Something that happens at an outside system beside the gifts: it enters the books, and perhaps a webhook tells of it. */
export interface SystemHappening {
  at: Millis
  happen: () => readonly Delivery[]
}

/** One of a client's outside systems beside ActBlue: its emulator, filled with the client's world. */
export interface OutsideSystem {
  /** The connector's id, and what its connection is called. */
  readonly connector: string
  readonly name: string
  /** What whoever connects it types. */
  readonly config: Record<string, unknown>
  readonly secrets: Credentials
  /** Whether this request is for this client's part of it. */
  owns: (request: Request) => boolean
  fetch: (request: Request) => Promise<Response>
  /** Off: no limits and no trouble, to load history. */
  setLimits: (limits: 'on' | 'off') => void
  /** Where its webhooks go; nobody is told before. */
  hear: (urls: Readonly<Record<string, string>>) => void
  /** What happens by itself in [from, to). */
  happenings: (from: Millis, to: Millis) => SystemHappening[]
  /** What an order that is placed now brings about here. */
  follows: (order: Given) => SystemHappening[]
}

export interface SystemOptions {
  place: ClientWorld
  /** The world's. */
  end: Millis
  seed: string
  clock: Clock
  /** In [0, 1). */
  random: () => number
  /** What credentials are made from. */
  secret: string
  storeUrl: string
  /** How much of it there is: the small one is there to be read in seconds. */
  size: WorldSize
}

/** What a request shows as its key: of Basic the user, else what is said. */
export function keyShown(request: Request): string {
  const said = request.headers.get('authorization') ?? ''
  const [, encoded] = /^Basic (.+)$/.exec(said) ?? []
  if (encoded !== undefined) return Buffer.from(encoded, 'base64').toString().split(':')[0] ?? ''
  return said.replace(/^Bearer /, '')
}

export const hostOf = (request: Request): string => new URL(request.url).host

/** Made when it is first needed: books of 120,000 gifts take a second. */
export function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}

const day = 86_400_000

/** The client's day so many days before the world's end, or its first. */
export function daysBack({ place, end }: SystemOptions, days: number): { day: string; at: Millis } {
  const at = Math.max(place.start, end - days * day)
  return { day: place.clock.day(at), at }
}
