import { Day, Instant } from '@throughline/canonical'
import { z } from 'zod'
import { InTenant } from './shared.ts'

const count = z.number().int()
/** Minor units of the tenant's currency; null where a rate is missing. */
const minor = z.number().int().nullable()
const id = z.string().min(1).max(80)

/** Who is in a segment, as data. Words and numbers are judged where they are understood, so that what is wrong is said in a sentence. */
export type SegmentRule =
  | { all: SegmentRule[] }
  | { any: SegmentRule[] }
  | { not: SegmentRule }
  | { segment: string }
  | { measure: string; is: string; value: number; lastDays?: number | undefined }
export const SegmentRule: z.ZodType<SegmentRule> = z.lazy(() =>
  z.union([
    z.object({ all: z.array(SegmentRule) }),
    z.object({ any: z.array(SegmentRule) }),
    z.object({ not: SegmentRule }),
    z.object({ segment: z.string() }),
    z.object({ measure: z.string(), is: z.string(), value: z.number(), lastDays: z.number().optional() }),
  ]),
)
/** As sent: anything that is JSON, and not much of it. */
const SentRule = z.json().refine((rule) => JSON.stringify(rule).length <= 20_000, 'A rule of at most 20 kB.')

export const SegmentRow = z.object({
  id,
  /** What events call it, and the id that they give. */
  code: z.string(),
  eventId: z.uuid(),
  name: z.string(),
  rule: SegmentRule,
  version: count,
  standard: z.boolean(),
  changed: z.boolean(),
  archivedAt: Instant.nullable(),
  size: count.nullable(),
  updatedAt: Instant.nullable(),
  entered: count,
  gone: count,
  days: z.array(z.object({ day: Day, size: count })),
  precision: z.object({ precision: z.number(), recall: z.number() }).nullable(),
})
export type SegmentRow = z.infer<typeof SegmentRow>

/** What a rule can ask of a person. */
const MeasureKind = z.object({
  id: z.string(),
  unit: z.enum(['money', 'count', 'days', 'share', 'rate', 'ratio']),
  window: z.boolean(),
})

/** segments.list (query). */
export const Segments = z.object({
  measures: z.array(MeasureKind),
  segments: z.array(SegmentRow),
  people: count,
  batch: count,
  currency: z.string(),
  labelled: count,
})
export type Segments = z.infer<typeof Segments>

/** segments.one (query): people as masks only; segments.reset (mutation): a standard one as it comes again. */
export const SegmentInput = InTenant.extend({ id })
export const Segment = z.object({
  measures: z.array(MeasureKind),
  segment: SegmentRow,
  people: count,
  currency: z.string(),
  labelled: count,
  members: z.array(z.object({ who: z.string(), gifts: count, given: minor, lastDay: Day.nullable() })),
  given: minor,
  gifts: count,
  others: z.array(z.object({ id, name: z.string() })),
  namedBy: z.array(z.string()),
})
export type Segment = z.infer<typeof Segment>

/** segments.preview (query): what a rule would come to. */
export const SegmentPreviewInput = InTenant.extend({ id: id.optional(), rule: SentRule })
export const SegmentPreview = z.object({
  size: count,
  people: count,
  change: z.object({ entered: count, gone: count }).nullable(),
})
export type SegmentPreview = z.infer<typeof SegmentPreview>

/** segments.save (mutation): a new one where no id is given. */
export const SaveSegmentInput = InTenant.extend({ id: id.optional(), name: z.string().max(200), rule: SentRule })
export const SavedSegment = z.object({ id, size: count })
/** segments.archive (mutation), and back. */
export const ArchiveSegmentInput = SegmentInput.extend({ archived: z.boolean() })
