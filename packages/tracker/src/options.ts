import type { Verdict } from './wire.ts'

/** What a site or an app decides. */
export interface Options {
  /** The browser key of the client: it may write events and nothing else. */
  key: string
  /** The full address of `/v1/events`. */
  endpoint: string
  /** `required`: nothing is stored or sent before `consent.grant()`. `assumed` (the default): until `consent.withdraw()`. */
  consent?: 'required' | 'assumed'
  appVersion?: string
  region?: string
  /** Events are sent this long after they happened, at the latest. 5 by default, never over 10. */
  flushSeconds?: number
  /** As many unsent events are kept; what happens after that is dropped and told. 10,000 by default. */
  maxQueued?: number
  /** Hears what was not sent, and why. Never thrown: a page is not to break over a measurement. */
  onProblem?: (problem: Problem) => void
}

export type Problem =
  /** The call itself is wrong: no type, too large, or a user id that is an email or a phone number. */
  | { kind: 'refused'; reason: string }
  /** The queue is full: this newest event was dropped. */
  | { kind: 'full' }
  /** The server will not take this event, ever. It was dropped. */
  | { kind: 'rejected'; event_id: string; verdict?: Verdict; status: number }
  /** The server does not take this key, or not from here. Events are kept and tried again in an hour, or on the next start. */
  | { kind: 'key'; status: number }

export interface Tracker {
  /** Something happened. Emails and phone numbers in the properties are taken out. */
  track: (type: string, properties?: Record<string, unknown>) => void
  /** A page is being looked at: `user_engaged` with `engagement_type: page_view`. */
  page: (properties?: Record<string, unknown>) => void
  /** From here on it is this user: an opaque id of the client's own, never an email or a phone number. */
  identify: (userId: string) => void
  consent: {
    /** The visitor agrees, to these purposes. */
    grant: (purposes?: Record<string, boolean>) => void
    /** The visitor does not, or no longer: what is queued and every id is deleted. */
    withdraw: () => void
  }
  /** Sends what is queued now. Resolves when that was tried. */
  flush: () => Promise<void>
  /** Another person at the same device: new ids, no user, no campaign. What is queued still goes out. */
  reset: () => void
}
