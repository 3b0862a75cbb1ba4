/** Why an event is refused: read by programs. */
export type RejectionCode =
  | 'malformed'
  | 'missing_field'
  | 'invalid_uuid'
  | 'invalid_value'
  | 'invalid_amount'
  | 'invalid_text'
  | 'invalid_timestamp'
  | 'timestamp_in_future'
  | 'too_old'
  | 'unknown_type'
  | 'unknown_source'
  | 'unsupported_version'
  | 'wrong_tenant'
  | 'personal_data'
  | 'number_out_of_range'
  | 'too_deep'
  | 'too_large'

/** One way of knowing a person, before hashing. */
export interface EventIdentity {
  kind: string
  text: string
}

/** An event that obeys the rules, without anything personal. */
export interface TakenEvent {
  eventId: string
  /** Our own kind's code, or a tenant's own kind by name. */
  kind: number | { name: string }
  /** Epoch milliseconds, by our clock. */
  happenedAt: number
  late: boolean
  source: string
  /** How its person is found, first by `key`. Undefined where it is of nobody. */
  person: { key: EventIdentity; others: EventIdentity[] } | undefined
  /** Of whom it is, where that is known without looking: of events of our own. */
  contactNo?: number | undefined
  campaign: string | undefined
  creative: string | undefined
  region: string | undefined
  /** 0 unknown, else place in `deliveryChannels` + 1. */
  channel: number
  amount: number | null
  withheld: boolean
  /** How it was engaged with, or viewed. */
  engagement: string | undefined
  /** JSON, as it is stored. */
  properties: string
}

/** An event that breaks a rule. `reason` never repeats what was sent. */
interface Rejection {
  code: RejectionCode
  field: string | null
  reason: string
  /** What it says of itself, as far as that can be read: for grouping. */
  type: string
  source: string
}

export type Judged = { ok: true; event: TakenEvent } | { ok: false; rejection: Rejection }
