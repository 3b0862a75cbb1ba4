import type { Answer, Page } from './wire.ts'

/** Everything the tracker needs of the world around it. A browser, a phone and a test each bring their own. */
export interface Ports {
  store: Store
  /** Milliseconds since 1970 by the device's own clock. */
  now: () => number
  /** Runs something later; returns what calls it off. */
  after: (ms: number, run: () => void) => () => void
  /** A new id that nobody else has. */
  id: (kind: 'anonymous' | 'session' | 'event', now: number) => string
  /** 0 ≤ n < 1, for jitter. */
  random: () => number
  /** Sends one batch. Rejects where nobody answered. */
  send: (body: string) => Promise<Answer>
  /** Sends one batch while the page goes away; nobody hears the answer. False: not taken on. */
  beacon?: (body: string) => boolean
  /** Runs the work while no other tab runs it. */
  alone: (work: () => Promise<void>) => Promise<void>
  /** False where sending is known to be in vain. */
  online?: () => boolean
  /** The page that is being looked at. */
  page?: () => Page
}

/** Text by key, read and written at once. What it holds outlives the page. */
export interface Store {
  keys: () => string[]
  get: (key: string) => string | null
  set: (key: string, value: string) => void
  remove: (key: string) => void
}
