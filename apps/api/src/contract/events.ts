import { Day, Instant, Money } from '@throughline/canonical'
import { z } from 'zod'
import { InTenant, Page, PageInput } from './shared.ts'

/** events.list (query) → EventPage: newest recorded first; a filter that matches little says how far back was looked. */
export const EventsInput = InTenant.extend(PageInput.shape).extend({
  kind: z.string().max(100).optional(),
  source: z.string().max(200).optional(),
  channel: z.string().max(40).optional(),
  late: z.boolean().optional(),
})
export const EventLine = z.object({
  eventId: z.uuid(),
  kind: z.string(),
  source: z.string(),
  happenedAt: Instant,
  recordedAt: Instant,
  batch: z.number().int(),
  /** It told of a day that was over. */
  late: z.boolean(),
  withdrawn: z.boolean(),
  channel: z.string().nullable(),
  region: z.string().nullable(),
  campaign: z.string().nullable(),
  creative: z.string().nullable(),
  contact: z.object({ no: z.number().int(), visitor: z.boolean() }).nullable(),
})
export const EventPage = Page(EventLine).extend({ lookedBackTo: Instant.nullable() })

/** events.read (query) → EventDetail */
export const EventInput = InTenant.extend({ eventId: z.uuid() })
export const EventDetail = EventLine.extend({
  amount: Money.nullable(),
  properties: z.record(z.string(), z.unknown()),
})

/** events.names (query, InTenant) → what a filter may ask for */
export const EventNames = z.object({
  kinds: z.array(z.string()),
  sources: z.array(z.string()),
  channels: z.array(z.string()),
})

/** events.volume (query) → Volume: by day, or by hour of up to a week, beside as many days before. */
export const VolumeInput = InTenant.extend({ from: Day, to: Day, by: z.enum(['day', 'hour']) })
const NamedVolume = z.object({ name: z.string(), n: z.number(), before: z.number() })
export const Volume = z.object({
  buckets: z.array(
    z.object({
      day: Day,
      hour: z.number().int().nullable(),
      n: z.number(),
      late: z.number(),
      rejected: z.number(),
      byKind: z.record(z.string(), z.number()),
      bySource: z.record(z.string(), z.number()),
    }),
  ),
  kinds: z.array(NamedVolume),
  sources: z.array(NamedVolume),
  n: z.number(),
  before: z.number(),
  late: z.number(),
  rejected: z.number(),
  rejectedAtLeast: z.boolean(),
})

const RejectionGroupName = z.object({
  code: z.string().max(100),
  field: z.string().max(4_000),
  type: z.string().max(100),
  source: z.string().max(100),
})
/** events.rejections (query, InTenant) → open groups by cause, the most frequent first */
export const RejectionGroup = RejectionGroupName.extend({
  reason: z.string(),
  n: z.number().int(),
  /** There are more than `n`. */
  more: z.boolean(),
  firstAt: Instant,
  lastAt: Instant,
})

const FieldPath = z.string().min(1).max(300)
const Mending = z.union([
  z.object({
    set: z.object({
      path: FieldPath,
      value: z.union([z.string().max(2_000), z.number(), z.boolean(), z.null()]),
    }),
  }),
  z.object({ rename: z.object({ from: FieldPath, to: FieldPath }) }),
  z.object({ make: z.literal('event_id') }),
])
const Mended = InTenant.extend({ group: RejectionGroupName, mending: z.array(Mending).max(20).default([]) })
const Why = z.object({ code: z.string(), field: z.string().nullable(), reason: z.string() })

/** events.samples (query) → the oldest few of a group, masked, and what would become of them mended so */
export const SamplesInput = Mended
export const RejectionSample = z.object({
  id: z.uuid(),
  receivedAt: Instant,
  /** Null where it cannot be shown. */
  item: z.unknown(),
  mended: z.unknown(),
  verdict: z.union([z.object({ ok: z.literal(true) }), Why.extend({ ok: z.literal(false) })]),
})

/** events.replay (mutation) → one slice; `next` begins the one after it. events.dismiss (mutation) → how many were left */
export const ReplayInput = Mended.extend({ cursor: z.string().max(100).optional() })
export const Replayed = z.object({
  tried: z.number().int(),
  accepted: z.number().int(),
  duplicates: z.number().int(),
  refused: z.array(Why.extend({ n: z.number().int() })),
  next: z.string().nullable(),
})
export const DismissEventsInput = InTenant.extend({ group: RejectionGroupName })
export const DismissedEvents = z.object({ count: z.number().int() })

/** events.rules (query, InTenant) → what events are judged by */
export const EventRules = z.object({
  personalData: z.enum(['hash', 'refuse']),
  ours: z.array(
    z.object({
      name: z.string(),
      of: z.enum(['person', 'marketer', 'system']),
      version: z.number().int(),
      fields: z.array(
        z.object({
          name: z.string(),
          type: z.string(),
          required: z.boolean(),
          oneOf: z.array(z.string()).nullable(),
        }),
      ),
    }),
  ),
  own: z.array(
    z.object({
      name: z.string(),
      version: z.number().int(),
      schema: z.record(z.string(), z.unknown()),
      createdAt: Instant,
      archivedAt: Instant.nullable(),
    }),
  ),
  mayChange: z.boolean(),
})
/** events.setPersonalData, events.archiveKind, events.restoreKind (mutations) → Done; events.saveKind → the version it is */
export const PersonalDataInput = InTenant.extend({ personalData: z.enum(['hash', 'refuse']) })
export const SaveKindInput = InTenant.extend({
  name: z.string().max(100),
  schema: z.record(z.string(), z.unknown()),
})
export const SavedKind = z.object({ version: z.number().int() })
export const KindInput = InTenant.extend({ name: z.string().max(100) })
