import type { Actor, Door } from '@throughline/db'
import type { Notifier } from '../notify/index.ts'
import type { Secrets } from '../secrets/index.ts'
import type { EventKindReference } from './event-reference.ts'
import type { Mending } from './mend.ts'
import type { GroupName, RejectionGroup } from './rejection.store.ts'

/** What the desk of events needs from outside. */
export interface EventDeskDeps {
  door: Door
  secrets: Pick<Secrets, 'forTenant'>
  notifier: Pick<Notifier, 'tell'>
  /** Ids of connectors: sources that an event may name. */
  sources: ReadonlySet<string>
  now: () => Date
}

/** Which events are wanted; what is left out is not asked about. */
export interface EventFilter {
  kind?: string | undefined
  source?: string | undefined
  channel?: string | undefined
  late?: boolean | undefined
}

/** One event as a line of the stream. */
export interface EventLine {
  eventId: string
  kind: string
  source: string
  happenedAt: string
  recordedAt: string
  batch: number
  late: boolean
  /** An import took it back. */
  withdrawn: boolean
  channel: string | null
  region: string | null
  campaign: string | null
  creative: string | null
  /** Whose it is, by number; `visitor`: nobody knows more of them than a first-party id. */
  contact: { no: number; visitor: boolean } | null
}

export interface EventPage {
  rows: EventLine[]
  next: string | null
  /** Where a filter matched little: how far back was looked for this page. */
  lookedBackTo: string | null
}

/** One event whole: properties hold no personal data. */
export interface EventDetail extends EventLine {
  /** Minor units. */
  amount: { minor: number; currency: string } | null
  properties: Record<string, unknown>
}

export interface VolumeBucket {
  day: string
  /** Of the tenant's day; null where a bucket is a whole day. */
  hour: number | null
  n: number
  late: number
  rejected: number
  byKind: Record<string, number>
  bySource: Record<string, number>
}

/** How many events came from where, beside as many days before. */
export interface Volume {
  buckets: VolumeBucket[]
  kinds: { name: string; n: number; before: number }[]
  sources: { name: string; n: number; before: number }[]
  n: number
  before: number
  late: number
  rejected: number
  /** There were more rejections than are counted here. */
  rejectedAtLeast: boolean
}

/** A refused event as it may be shown, and what would become of it mended so. */
export interface RejectionSample {
  id: string
  receivedAt: string
  /** Emails and phone numbers masked; null where it cannot be shown at all. */
  item: unknown
  mended: unknown
  verdict: { ok: true } | { ok: false; code: string; field: string | null; reason: string }
}

/** What became of one slice of a group. */
export interface Replayed {
  tried: number
  accepted: number
  /** Their ids had been taken already. */
  duplicates: number
  /** Still refused, by why. They stay in the group. */
  refused: { code: string; field: string | null; reason: string; n: number }[]
  /** Where the next slice begins; null at the end of the group. */
  next: string | null
}

export interface OwnKind {
  name: string
  version: number
  schema: Record<string, unknown>
  createdAt: string
  archivedAt: string | null
}

/** What events of a client are judged by. */
interface EventRules {
  personalData: 'hash' | 'refuse'
  ours: EventKindReference[]
  own: OwnKind[]
  mayChange: boolean
}

/** Looking at events, mending what was refused, and the rules. */
export interface EventDesk {
  /** Newest recorded first. `cursor` is what the page before answered as `next`. */
  list(
    actor: Actor,
    tenantId: string,
    page: EventFilter & { cursor?: string | undefined; limit: number },
  ): Promise<EventPage>
  /** @throws NotFound */
  read(actor: Actor, tenantId: string, eventId: string): Promise<EventDetail>
  /** Names that a filter may ask for. */
  names(actor: Actor, tenantId: string): Promise<{ kinds: string[]; sources: string[]; channels: string[] }>
  volume(actor: Actor, tenantId: string, asked: { from: string; to: string; by: 'day' | 'hour' }): Promise<Volume>
  rejections(actor: Actor, tenantId: string): Promise<RejectionGroup[]>
  samples(
    actor: Actor,
    tenantId: string,
    asked: { group: GroupName; mending: readonly Mending[] },
  ): Promise<RejectionSample[]>
  /** Tries one slice again with today's rules and each event's own time. What is taken is written and leaves the group, once. */
  replay(
    actor: Actor,
    tenantId: string,
    asked: { group: GroupName; mending: readonly Mending[]; cursor?: string | undefined },
  ): Promise<Replayed>
  dismiss(actor: Actor, tenantId: string, group: GroupName): Promise<{ count: number }>
  rules(actor: Actor, tenantId: string): Promise<EventRules>
  setPersonalData(actor: Actor, tenantId: string, personalData: 'hash' | 'refuse'): Promise<void>
  /** A new kind, or the next version of one. @throws Invalid with the field */
  saveKind(
    actor: Actor,
    tenantId: string,
    kind: { name: string; schema: Record<string, unknown> },
  ): Promise<{ version: number }>
  /** Events of it are refused from now on; those taken stay. */
  archiveKind(actor: Actor, tenantId: string, name: string): Promise<void>
  restoreKind(actor: Actor, tenantId: string, name: string): Promise<void>
}
