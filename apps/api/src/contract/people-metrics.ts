import { Day, Instant } from '@throughline/canonical'
import { donorTypes, peopleBy } from '@throughline/core/metrics'
import { z } from 'zod'
import { DayRange, InTenant, MoneyFigure, NumberFigure } from './shared.ts'

const Name = z.string().min(1).max(200)
const Batch = z.number().int().nonnegative().describe('As known at this batch; now where unsaid.')

const Step = z.discriminatedUnion('of', [
  z.object({
    of: z.literal('activity'),
    kind: Name.describe(
      '`delivered`, `viewed`, `clicked`, `visited`, `started`, `converted` …, or a kind of your own.',
    ),
    campaign: Name.optional(),
    creative: Name.optional(),
    channel: Name.optional(),
    region: Name.optional(),
  }),
  z.object({ of: z.literal('gift') }),
])

/** metrics.funnel (query): distinct people, step by step. */
export const FunnelInput = InTenant.extend({
  range: DayRange.describe('The first step lies on these days.'),
  steps: z.array(Step).min(2).max(8),
  windowDays: z.number().int().min(1).max(90).optional().describe('From the first step to the last; 30 where unsaid.'),
  segment: Name.optional(),
  donorType: z.enum(donorTypes).optional(),
  batch: Batch.optional(),
})

const Interval = z.object({ low: z.number(), high: z.number(), level: z.number() })
export const Funnel = z.object({
  batch: z.number().int(),
  recordedAt: Instant.nullable(),
  range: DayRange,
  windowDays: z.number().int(),
  /** Who began on or after this day may still go on. */
  openSince: Day.nullable(),
  steps: z.array(
    z.object({
      people: z.number().int(),
      /** Of the step before, and of the first: fractions. */
      stepRate: NumberFigure,
      stepInterval: Interval.nullable(),
      overallRate: NumberFigure,
    }),
  ),
})
export type Funnel = z.infer<typeof Funnel>

/** metrics.people (query): exact distinct people of whom events tell. */
export const PeopleInput = InTenant.extend({
  range: DayRange,
  kind: Name.optional().describe('What happened; anything where unsaid.'),
  campaign: Name.optional(),
  creative: Name.optional(),
  channel: Name.optional(),
  region: Name.optional(),
  segment: Name.optional(),
  donorType: z.enum(donorTypes).optional(),
  by: z.enum(peopleBy).optional(),
  batch: Batch.optional(),
})

const Count = { people: z.number().int(), events: z.number().int() }
export const People = z.object({
  batch: z.number().int(),
  recordedAt: Instant.nullable(),
  range: DayRange,
  ...Count,
  /** They do not add up to all: one person may be in several. */
  rows: z.array(z.object({ key: z.string().nullable(), ...Count })),
})
export type People = z.infer<typeof People>

/** metrics.cohorts (query): how each month's people come back. */
export const CohortsInput = InTenant.extend({
  range: DayRange.describe('First gifts, and first meetings, lie on these days.'),
  segment: Name.optional(),
  batch: Batch.optional(),
})

/** Who could be watched long enough, who of them did it, and their quotient. */
const WatchedShare = z.object({ watched: z.number().int(), kept: z.number().int(), share: NumberFigure })
const Month = z.string().regex(/^\d{4}-\d{2}$/)
export const Cohorts = z.object({
  batch: z.number().int(),
  recordedAt: Instant.nullable(),
  range: DayRange,
  currency: z.string(),
  /** The last day of which everything is known. */
  through: Day,
  cohorts: z.array(
    z.object({
      month: Month,
      people: z.number().int(),
      /** A further gift in month 1, 2 and 3 after the first. */
      retained: z.array(WatchedShare),
      /** A second gift within 90 days. */
      repeated: WatchedShare,
      value: z.object({
        watched: z.number().int(),
        /** Whose twelve months are not over yet. */
        censored: z.number().int(),
        mean: MoneyFigure,
        median: MoneyFigure,
      }),
    }),
  ),
  /** First gift within 30, 60 and 90 days of first being met: it only grows, and says nothing of coming back. */
  firstGifts: z.array(z.object({ month: Month, people: z.number().int(), within: z.array(WatchedShare) })),
})
export type Cohorts = z.infer<typeof Cohorts>
