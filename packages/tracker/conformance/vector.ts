/** One story that every SDK must live through alike. `README.md` says what each word means. */
export interface Vector {
  name: string
  about: string
  options: { consent?: 'required' | 'assumed'; flushSeconds?: number; maxQueued?: number; appVersion?: string }
  /** Ids in the order in which they are handed out, by kind. */
  ids: Record<'anonymous' | 'session' | 'event', string[]>
  /** How much the device's clock is ahead of the true time. */
  clockAheadSeconds?: number
  steps: Step[]
  /** What the server says, request by request; then, that all was accepted. `none`: nobody answers. */
  answers?: ('none' | { status: number; retryAfter?: number; body?: unknown })[]
  expect: Outcome
}

/** `at` is the true time, ISO; steps without one happen right after the step before. */
export type Step = { at?: string } & (
  | { do: 'start'; page?: Page }
  | { do: 'go'; page: Page }
  | { do: 'track'; type: string; properties?: Record<string, unknown> }
  | { do: 'page'; properties?: Record<string, unknown> }
  | { do: 'identify'; userId: string }
  | { do: 'grant'; purposes?: Record<string, boolean> }
  | { do: 'withdraw' | 'flush' | 'reset' | 'offline' | 'online' | 'leave' | 'wait' }
)

interface Page {
  url: string
  title?: string
  referrer?: string
}

export interface Outcome {
  /** Every request, in order, at its true time. `context.library` is left out of every event. */
  requests: { at: string; via: 'request' | 'beacon'; body: unknown }[]
  /** What was told to the site, in order. */
  problems: string[]
  /** Events that wait at the end. */
  queued: number
  /** Does anything of the visitor stand in storage at the end? */
  storesNothing: boolean
}
