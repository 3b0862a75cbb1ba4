import { Day, Instant } from '@throughline/canonical'
import { creditBy, creditChannels, customers, modelNames, tiers, windowDays } from '@throughline/core/attribution'
import { z } from 'zod'
import { DayRange, InTenant, Page, PageInput } from './shared.ts'

const count = z.number().int()
/** Minor units of the tenant's currency. */
const minor = z.number().int()

export const TouchChannel = z.enum(creditChannels)
export type TouchChannel = z.infer<typeof TouchChannel>

/** Models of the comparison, in the order in which they are shown. `custom` is the client's rule, where it wrote one. */
export const ModelId = z.enum(modelNames)
export type ModelId = z.infer<typeof ModelId>

/** Days, null = unlimited. */
export const WindowDays = z.literal([...windowDays, null])
export const AttributionWindow = z.object({ clickDays: WindowDays, viewDays: WindowDays })
export type AttributionWindow = z.infer<typeof AttributionWindow>

export const Tier = z.enum(tiers)
export const Customer = z.enum(customers)
/** What credit is shown by. A text’s campaign is its broadcast, its creative the message. */
export const CreditBy = z.enum(creditBy)
export type CreditBy = z.infer<typeof CreditBy>

const filters = {
  /** Won deals are looked at apart from gifts: a deal’s money may come again as gifts. Gifts where unsaid. */
  conversions: z.enum(['gifts', 'won']).optional(),
  window: AttributionWindow.optional(),
  channel: TouchChannel.optional(),
  customer: Customer.optional(),
  tier: Tier.optional(),
}

/** A place of credit in words. `key` null = nowhere: what has no touch within the window. */
export const CreditPlace = z.object({
  key: z.string().nullable(),
  /** The campaign's, ad's … name, else its key; null for a channel and for nowhere, which the page names. */
  label: z.string().nullable(),
  channel: TouchChannel.nullable(),
})

const Credit = z.object({ net: minor, gross: minor, /** Millionths of a conversion. */ micro: count })
export type Credit = z.infer<typeof Credit>

/** attribution.compare (query): the days of a range by every model side by side. Window absent = the client's own. */
export const CompareInput = InTenant.extend(DayRange.shape).extend({ by: CreditBy.default('channel'), ...filters })
export const ModelComparison = z.object({
  batch: count,
  recordedAt: Instant.nullable(),
  /** False while gifts that are in the ledger are still being followed back. */
  current: z.boolean(),
  currency: z.string(),
  window: AttributionWindow,
  /** What credit is kept by for this client: its column is the chosen one. */
  chosen: z.object({ model: ModelId, window: AttributionWindow, modelNo: count }),
  models: z.array(z.object({ id: ModelId, sure: z.boolean(), /** Why not, in words. */ why: z.string().nullable() })),
  /** Most credited by the chosen model first. `credit` is one for each of `models`, in their order. */
  rows: z.array(CreditPlace.extend({ credit: z.array(Credit) })),
  /** The same for every model. */
  total: z.object({ net: minor, gross: minor, conversions: count }),
  /** 0 = every model says the same, 1 = they share nothing: mean total variation distance between pairs of models' shares of net. */
  disagreement: z.number(),
  /** First touch → last touch → kind of gift, net; null = no touch. Only by channel. */
  flows: z.array(
    z.object({
      first: TouchChannel.nullable(),
      last: TouchChannel.nullable(),
      customer: Customer,
      net: minor,
      n: count,
    }),
  ),
  /** Net by how sure it is where it came from: the quality badge. */
  quality: z.object({ deterministic: minor, probable: minor, modelled: minor, none: minor }),
  /** Gifts in other currencies, which are in no sum here. */
  otherCurrencies: count,
})
export type ModelComparison = z.infer<typeof ModelComparison>

/** attribution.paths (query): how people came, in the order of channels. */
export const PathsInput = InTenant.extend(DayRange.shape).extend(filters)
export const Paths = z.object({
  batch: count,
  conversions: count,
  currency: z.string(),
  /** Most net first, at most 50. `lift` = its mean net per gift ÷ that of all others − 1, null where there are no others. */
  top: z.array(
    z.object({
      channels: z.array(TouchChannel),
      conversions: count,
      net: minor,
      meanDays: z.number(),
      lift: z.number().nullable(),
    }),
  ),
  distinct: count,
  /** How many gifts had 0, 1, 2 … touches (the last: that many or more). */
  touches: z.array(count),
  meanTouches: z.number(),
  /** How many gifts came on which day after their first touch: 0, 1, 2 … (the last: later). */
  days: z.array(count),
  medianDays: z.number().nullable(),
})
export type Paths = z.infer<typeof Paths>

/**
 * attribution.journeys (query), newest first. `search`: a code, form, campaign or the source's own id. `place` and `of`: only those that a
 * row of the comparison is made of, `of` being its key ('' = nowhere).
 */
export const JourneysInput = InTenant.extend(DayRange.shape)
  .extend(filters)
  .extend({ search: z.string().max(200).optional(), place: CreditBy.optional(), of: z.string().max(500).optional() })
  .extend(PageInput.shape)
export const JourneyLine = z.object({
  journeyNo: count,
  source: z.string(),
  key: z.string(),
  happenedAt: Instant,
  /** Masked: `A… E…`, or `Someone`. */
  donor: z.string(),
  contactNo: count,
  customer: Customer,
  gross: minor,
  net: minor,
  currency: z.string(),
  form: z.string().nullable(),
  tier: Tier,
  touches: count,
  /** In order, neighbours of one channel once, the last twelve. */
  channels: z.array(TouchChannel),
  /** Of the last touch. */
  last: z.string().nullable(),
  /** Net that the place asked about has of it by the client's own model; null where none was asked about. */
  credited: minor.nullable(),
})
export type JourneyLine = z.infer<typeof JourneyLine>
/** With what all pages together come to: the same figure that the comparison shows for that place. */
export const JourneysPage = Page(JourneyLine).extend({
  total: z.object({ conversions: count, net: minor, credited: minor.nullable() }),
})
export type JourneysPage = z.infer<typeof JourneysPage>

const Evidence = z.object({
  kind: z.string(),
  tier: Tier,
  value: z.string(),
  score: z.number().nullable(),
})
const RecordId = z.object({ kind: z.string(), source: z.string(), key: z.string() })

/** attribution.journey (query): one gift, every touch before it with its evidence, and its credit by every model. */
export const JourneyInput = InTenant.extend({ journeyNo: count, window: AttributionWindow.optional() })
export const Journey = JourneyLine.omit({ touches: true, channels: true, last: true, credited: true }).extend({
  batch: count,
  decidedAt: Instant,
  day: Day,
  timeZone: z.string(),
  /** Which gift of this person, and what all of them come to. */
  nth: count,
  givenInAll: minor,
  window: AttributionWindow,
  parts: z.array(z.object({ day: Day, kind: z.string(), minor })),
  /** What its own codes say. */
  finding: z.object({
    label: z.string().nullable(),
    tier: Tier,
    evidence: z.array(Evidence),
    /** `no_code`, `unknown_code`, `two_claim_it`, `click_id_twice`, `below_threshold`; null where a place was found. */
    trouble: z.string().nullable(),
    concerns: z.array(RecordId),
    refcodes: z.record(z.string(), z.string()),
  }),
  touches: z.array(
    z.object({
      at: Instant,
      type: z.string(),
      channel: TouchChannel,
      label: z.string().nullable(),
      tier: Tier,
      evidence: z.array(Evidence),
      /** Outside the window it gets nothing. */
      counts: z.boolean(),
      of: RecordId,
      /** Of people who had come so far, the share that gave: 0–1; null where too few have. */
      probability: z.number().nullable(),
    }),
  ),
  /** Net by model: one amount a touch, summing to `net`. Empty touches: all is credited to nowhere. */
  credit: z.array(z.object({ model: ModelId, chosen: z.boolean(), touches: z.array(minor), sum: minor })),
  /** The gifts before and after it in the list, by time. */
  earlier: count.nullable(),
  later: count.nullable(),
})
export type Journey = z.infer<typeof Journey>

/** attribution.record (query): what a touch or gift is made of: every version of its fact, and the rows of the source that say so. */
export const RecordInput = InTenant.extend(RecordId.shape)
export const SourceRecord = z.object({
  ...RecordId.shape,
  versions: z.array(
    z.object({
      version: count,
      batch: count,
      recordedAt: Instant.nullable(),
      cause: z.string(),
      withdrawn: z.boolean(),
      /** The canonical value as JSON text; it holds nothing personal. */
      value: z.string(),
    }),
  ),
  rows: z.array(
    z.object({
      stream: z.string(),
      key: z.string(),
      seenAt: Instant.nullable(),
      /** The raw delivery is kept for 35 days. */
      rawUntil: Instant.nullable(),
    }),
  ),
})
export type SourceRecord = z.infer<typeof SourceRecord>

/** attribution.setting (query), attribution.choose (mutation): by what credit is kept. */
export const AttributionSetting = z.object({
  modelNo: count,
  model: ModelId,
  halfLifeDays: z.number().nullable(),
  window: AttributionWindow,
  /** Of the client's own, where it is kept by them. */
  rules: z.string().nullable(),
  /** Gifts still credited by an earlier setting are being restated. */
  restating: z.boolean(),
  mayChoose: z.boolean(),
})
export type AttributionSetting = z.infer<typeof AttributionSetting>
/** attribution.preview (mutation that writes nothing: rules are longer than an address may be): what rules would credit in the last 30 days. */
export const PreviewInput = InTenant.extend({ rules: z.string().max(5_000), window: AttributionWindow.optional() })
export const RulesPreview = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(false),
    faults: z.array(z.object({ line: count, column: count, message: z.string() })),
  }),
  z.object({
    ok: z.literal(true),
    from: Day,
    to: Day,
    currency: z.string(),
    model: ModelId,
    rows: z.array(z.object({ channel: TouchChannel.nullable(), now: minor, then: minor })),
    total: z.object({ net: minor, gross: minor, conversions: count }),
    /** Journeys for which the rules say nothing, which are credited evenly. */
    troubles: z.array(
      z.object({
        kind: z.enum(['divides_by_zero', 'below_zero', 'too_large', 'all_zero']),
        line: count.nullable(),
        journeys: count,
        examples: z.array(count),
      }),
    ),
  }),
])
export type RulesPreview = z.infer<typeof RulesPreview>

export const ChooseInput = InTenant.extend({
  model: ModelId,
  halfLifeDays: z.number().min(0.1).max(365).optional(),
  /** Rules of one’s own, for `custom`. */
  rules: z.string().max(5_000).optional(),
  window: AttributionWindow,
})
