/** What a tracker says to `POST /v1/events`, and what it hears. `docs/tracker.md` has the words; this is their shape. */
export interface WireEvent {
  /** Made once, where the event happened: a retry is the same event. */
  event_id: string
  event_type: string
  /** ISO instant by the clock of the device. */
  timestamp: string
  user_id?: string
  anonymous_id: string
  session_id: string
  source: 'web' | 'mobile'
  properties: Record<string, unknown>
  context: Context
}

/** Where and through what an event happened. */
export interface Context {
  app_version?: string
  platform?: 'Web' | 'iOS' | 'Android'
  region?: string
  locale?: string
  page?: Page
  utm?: Record<string, string>
  click_ids?: Record<string, string>
  refcode?: string
  refcode2?: string
  library: { name: string; version: string }
  consent?: { at: string; purposes?: Record<string, boolean> }
}

export interface Page {
  url: string
  path?: string | undefined
  title?: string | undefined
  referrer?: string | undefined
}

/** The answer to one batch. */
export interface Answer {
  status: number
  /** Seconds, as `Retry-After` said. */
  retryAfter?: number
  /** The parsed body, unless it could not be parsed. */
  body?: unknown
}

/** How the server judged one event of a batch. */
export interface Verdict {
  index: number
  event_id?: string
  status: 'accepted' | 'duplicate' | 'rejected'
  code?: string
  field?: string
  reason?: string
}

export const library = { name: 'throughline-tracker', version: '1.0.0' }

/** What one batch, one event's properties and one beacon hold at most. No character is over three bytes, a beacon under 64 KiB. */
export const limits = { events: 100, characters: 400_000, eventCharacters: 16_000, beaconCharacters: 20_000 }
