import type { Instant } from '@throughline/canonical'
import type { DriftPolicy } from '@throughline/connector-kit'
import type { Difference } from './compare-totals.ts'

/** A form is drawn from this, whichever connector it is. `value` is what is set; secrets never come back. */
export interface FormField {
  path: string
  label: string
  help: string | null
  type: 'text' | 'password' | 'date' | 'number' | 'boolean' | 'list' | 'choice' | 'pairs'
  choices?: string[]
  required: boolean
  secret: boolean
  /** The form may offer to make one up. */
  generate: boolean
  placeholder: string | null
  value?: unknown
}

export interface ConnectorCard {
  id: string
  name: string
  /** A person can connect it by signing in there, with no key to copy. */
  signsIn: boolean
  fields: FormField[]
  webhookKinds: string[]
  /** Its code is not ours: it runs in a process of its own. */
  outside: boolean
}

/** When a source was last read, and whether that is as promised. */
export interface Freshness {
  connectionId: string
  connector: string
  name: string
  state: 'fresh' | 'late' | 'broken' | 'paused' | 'never'
  lastReadAt: Instant | null
  lastRowAt: Instant | null
  /** Figures of gifts depend on it. */
  carriesGifts: boolean
  /** In words, where something needs doing. */
  say: string | null
}

export type ConnectionState = 'active' | 'paused' | 'needs_customer' | 'disconnected'

/** A connection that was given up, and until when it can be taken up again. */
export interface DisconnectedCard {
  connectionId: string
  connector: string
  connectorName: string
  name: string
  disconnectedAt: Instant
  until: Instant
}

export interface ConnectionCard {
  connectionId: string
  connector: string
  connectorName: string
  name: string
  state: ConnectionState
  say: string | null
  freshness: Freshness
  rows: number
  quarantined: number
  foreign: number
  nextReadAt: Instant | null
  /** What its streams' last proofs say together; null before any. */
  completeness: 'complete' | 'differs' | 'not_provable' | null
}

export interface Connection extends ConnectionCard {
  fields: FormField[]
  signsIn: boolean
  /** What its last check found. */
  accounts: { id: string; name: string; currency?: string | undefined; zone?: string | undefined }[]
  webhooks: {
    kind: string
    title: string
    /** Form fields whose values belong into the provider's form beside the URL. */
    credentials: string[]
    url: string
    lastReceivedAt: Instant | null
    received24h: number
  }[]
  /** What became of telling the provider our addresses by ourselves; null where that was not tried. */
  registration: { state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'; say: string | null } | null
  streams: {
    stream: string
    title: string
    state: 'ok' | 'waiting' | 'stopped'
    say: string | null
    lastReadAt: Instant | null
    rows: number
  }[]
  /** Why rows are kept but not counted, with how many: `entity 70002`. */
  foreignReasons: { reason: string; rows: number }[]
  /** The running or last backfill. */
  backfill: {
    workId: string
    state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
    from: string | null
    /** 0–1 */
    progress: number
    etaSeconds: number | null
    rowsRead: number
    say: string | null
    startedAt: Instant | null
    finishedAt: Instant | null
  } | null
}

export interface WebhookHealth {
  kind: string
  title: string
  lastReceivedAt: Instant | null
  received24h: number
  state: 'receiving' | 'quiet' | 'silent' | 'never'
}

/** What the source counts beside what is here. */
export interface StreamCompleteness {
  state: 'complete' | 'differs' | 'not_provable'
  checkedAt: Instant
  sourceCount: number | null
  ourCount: number | null
  differences: Difference[]
}

/** How a connection does, stream by stream. */
export interface ConnectionHealth {
  everyMinutes: number
  checkedAt: Instant | null
  /** What the source last said of the limits that are left: 0–1 used. */
  usage: { name: string; used: number }[]
  usageAt: Instant | null
  webhooks: WebhookHealth[]
  streams: {
    stream: string
    title: string
    /** Arrives by webhook alone. */
    pushed: boolean
    wanted: boolean
    state: 'ok' | 'waiting' | 'stopped'
    say: string | null
    waitUntil: Instant | null
    lastReadAt: Instant | null
    rows: number
    drift: DriftPolicy
    /** Fields that nobody has looked at: `path type`. */
    newFields: string[]
    completeness: StreamCompleteness | null
  }[]
}

/** One run over one stream, as people see it. */
export interface SyncRun {
  runId: string
  stream: string
  trigger: 'schedule' | 'person' | 'backfill' | 'webhook'
  state: 'running' | 'done' | 'waiting' | 'failed' | 'cancelled'
  startedAt: Instant
  finishedAt: Instant | null
  read: number
  fresh: number
  changed: number
  unchanged: number
  quarantined: number
  foreign: number
  say: string | null
}
