import type { Day, Instant } from '@throughline/canonical'
import type { Actor, Door } from '@throughline/db'
import type { Notifier } from '../notify/index.ts'
import type { Queue } from '../jobs/index.ts'
import type { Secrets } from '../secrets/index.ts'
import type { Measure } from './measures.ts'
import type { Rule } from './rule.ts'

export interface SegmentsDeps {
  door: Pick<Door, 'withTenant'>
  notifier: Pick<Notifier, 'tell'>
  queue: Queue
  secrets: Secrets
  now: () => Date
  newId: () => string
}

/** One segment with how large it is. */
export interface SegmentRow {
  id: string
  /** What events call it, and the id that they give. */
  code: string
  eventId: string
  name: string
  rule: Rule
  version: number
  standard: boolean
  /** A standard one with a rule or name of the tenant's own. */
  changed: boolean
  archivedAt: Instant | null
  /** Null where it was not worked out yet. */
  size: number | null
  updatedAt: Instant | null
  /** Of the day's people, those who came and who went. */
  entered: number
  gone: number
  /** Sizes of the last days that are kept, oldest first. */
  days: { day: Day; size: number }[]
  /** On labelled people; null where it was never measured: of rules of one's own. */
  precision: { precision: number; recall: number } | null
}

/** What a rule can ask, for whoever writes one. */
interface MeasureKind {
  id: string
  unit: Measure['unit']
  window: boolean
}

export interface SegmentList {
  segments: SegmentRow[]
  measures: MeasureKind[]
  /** People who ever gave, as known now. */
  people: number
  batch: number
  currency: string
  /** How many labelled people precision was measured on. */
  labelled: number
}

/** Somebody in a segment, as lists show people. */
interface Member {
  who: string
  gifts: number
  /** Minor units; null where money came in a currency without a rate. */
  given: number | null
  lastDay: Day | null
}

export interface SegmentView {
  segment: SegmentRow
  measures: MeasureKind[]
  people: number
  currency: string
  labelled: number
  /** Those of them who gave most. */
  members: Member[]
  /** What all of them gave, gross, in minor units; null where a rate is missing. */
  given: number | null
  gifts: number
  /** Other segments that it can name, and those that name it. */
  others: { id: string; name: string }[]
  namedBy: string[]
}

/** What a rule would come to, before it is saved. */
export interface SegmentPreview {
  size: number
  people: number
  /** Against what the segment is by the rule that is in force; null for a new one. */
  change: { entered: number; gone: number } | null
}

/** Who belongs together by what they do: the tenant's segments. Every method asks the actor's role; another tenant is NotFound. */
export interface Segments {
  list(actor: Actor, tenantId: string): Promise<SegmentList>
  /** @throws NotFound */
  one(actor: Actor, tenantId: string, id: string): Promise<SegmentView>
  /** @throws Invalid in a sentence that says what would work */
  preview(actor: Actor, tenantId: string, asked: { id?: string | undefined; rule: unknown }): Promise<SegmentPreview>
  /** A new one where no id is given. @throws Invalid, NotFound */
  save(
    actor: Actor,
    tenantId: string,
    said: { id?: string | undefined; name: string; rule: unknown },
  ): Promise<{ id: string; size: number }>
  /** A standard one as it comes again. */
  reset(actor: Actor, tenantId: string, id: string): Promise<void>
  /** Out of sight, kept, and back again. @throws Conflict while another segment names it */
  archive(actor: Actor, tenantId: string, said: { id: string; archived: boolean }): Promise<void>
}
