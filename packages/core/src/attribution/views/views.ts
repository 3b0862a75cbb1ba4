import type { Day, Instant } from '@throughline/canonical'
import type { Evidence, Tier, Trouble } from '../evidence.ts'
import type { Customer } from '../journeys/journey.ts'
import type { ConversionSet } from '../columns/columns.store.ts'
import type { CreditBy } from '../compare/group-places.ts'
import type { TroubledJourneys } from '../compare/preview-rules.ts'
import type { ModelName, Window } from '../models/index.ts'
import type { CreditChannel } from '../place.ts'

/** Which journeys are looked at. The window is the client's own where none is named. */
export interface ViewFilter {
  from: Day
  to: Day
  /** Gifts where unsaid. */
  conversions?: ConversionSet | undefined
  window?: Window | undefined
  channel?: CreditChannel | undefined
  customer?: Customer | undefined
  tier?: Tier | undefined
}

interface CreditPlace {
  key: string | null
  label: string | null
  channel: CreditChannel | null
}

/** Minor units of the tenant's currency; `micro` millionths of a conversion. */
interface Credit {
  net: number
  gross: number
  micro: number
}

/** A range's credit by every model side by side. */
export interface ModelComparison {
  batch: number
  recordedAt: Instant | null
  current: boolean
  currency: string
  window: Window
  chosen: { model: ModelName; window: Window; modelNo: number }
  models: { id: ModelName; sure: boolean; why: string | null }[]
  rows: (CreditPlace & { credit: Credit[] })[]
  total: { net: number; gross: number; conversions: number }
  disagreement: number
  flows: { first: CreditChannel | null; last: CreditChannel | null; customer: Customer; net: number; n: number }[]
  quality: Record<Tier, number>
  otherCurrencies: number
}

export interface PathsView {
  batch: number
  conversions: number
  currency: string
  top: { channels: CreditChannel[]; conversions: number; net: number; meanDays: number; lift: number | null }[]
  distinct: number
  touches: number[]
  meanTouches: number
  days: number[]
  medianDays: number | null
}

export interface JourneyLine {
  journeyNo: number
  source: string
  key: string
  happenedAt: Instant
  donor: string
  contactNo: number
  customer: Customer
  gross: number
  net: number
  currency: string
  form: string | null
  tier: Tier
  touches: number
  channels: CreditChannel[]
  last: string | null
  credited: number | null
}

export interface JourneysView {
  rows: JourneyLine[]
  next: string | null
  total: { conversions: number; net: number; credited: number | null }
}

export interface JourneysInput extends ViewFilter {
  search?: string | undefined
  /** Only journeys that a row of the comparison is made of; `of` is its key, '' nowhere. */
  place?: CreditBy | undefined
  of?: string | undefined
  cursor?: string | undefined
  limit: number
}

interface RecordId {
  kind: string
  source: string
  key: string
}

export interface JourneyView extends Omit<JourneyLine, 'touches' | 'channels' | 'last' | 'credited'> {
  batch: number
  decidedAt: Instant
  day: Day
  timeZone: string
  nth: number
  givenInAll: number
  window: Window
  parts: { day: Day; kind: string; minor: number }[]
  finding: {
    label: string | null
    tier: Tier
    evidence: Evidence[]
    trouble: Trouble | null
    concerns: RecordId[]
    refcodes: Record<string, string>
  }
  touches: {
    at: Instant
    type: string
    channel: CreditChannel
    label: string | null
    tier: Tier
    evidence: Evidence[]
    counts: boolean
    of: RecordId
    probability: number | null
  }[]
  credit: { model: ModelName; chosen: boolean; touches: number[]; sum: number }[]
  earlier: number | null
  later: number | null
}

export interface SourceRecordView extends RecordId {
  versions: {
    version: number
    batch: number
    recordedAt: Instant | null
    cause: string
    withdrawn: boolean
    value: string
  }[]
  rows: { stream: string; key: string; seenAt: Instant | null; rawUntil: Instant | null }[]
}

/** What rules of one's own would do, or every fault that they have. */
export type RulesPreview =
  | { ok: false; faults: { line: number; column: number; message: string }[] }
  | {
      ok: true
      from: Day
      to: Day
      currency: string
      /** What credit is kept by now. */
      model: ModelName
      rows: { channel: CreditChannel | null; now: number; then: number }[]
      total: { net: number; gross: number; conversions: number }
      troubles: TroubledJourneys[]
    }

export interface SettingView {
  modelNo: number
  model: ModelName
  halfLifeDays: number | null
  window: Window
  restating: boolean
  /** Of the client's own, where it is kept by them. */
  rules: string | null
  mayChoose: boolean
}
