import { z } from 'zod'
import { DayMarks } from './day-marks.ts'

const Objects = z.object({ level: z.enum(['campaign', 'adset', 'ad']), ids: z.array(z.string()) })

/** A stretch of days of one account, or of some of its objects, that one report is made of. */
export const Part = z.object({
  since: z.iso.date(),
  /** Inclusive, as Meta counts. */
  until: z.iso.date(),
  objects: Objects.optional(),
  /** How many times its report came to nothing. */
  fails: z.number().int(),
  /** Not to be asked for before this. */
  notBefore: z.iso.datetime().optional(),
  /** Kept, so that nobody asks for the same report twice. */
  report: z
    .object({
      id: z.string(),
      askedAt: z.iso.datetime(),
      polls: z.number().int(),
      notBefore: z.iso.datetime(),
      ready: z.boolean(),
    })
    .optional(),
  limit: z.number().int(),
  /** How far its rows are read, what they were, and what they come to by day, in minor units. */
  after: z.string().optional(),
  seen: DayMarks.optional(),
  sums: z.record(z.string(), z.number()).optional(),
})
export type Part = z.infer<typeof Part>

const AccountDone = z.object({
  /** The last day that was read. */
  until: z.iso.date(),
  /** When the last 28 days were last read again. */
  deepAt: z.iso.datetime(),
  /** Rows of the last 28 days: one that is missing next time has gone to zero. */
  known: DayMarks.optional(),
})

export const MetricsCursor = z.object({
  /** The first day to read of an account that was never read. */
  from: z.iso.date(),
  accounts: z.record(z.string(), AccountDone),
  run: z
    .object({
      began: z.iso.datetime(),
      account: z.string(),
      from: z.iso.date(),
      until: z.iso.date(),
      deep: z.boolean(),
      /** The first day that is in no part yet, and how many days the next part takes. */
      next: z.iso.date(),
      days: z.number().int(),
      parts: z.array(Part),
      seen: DayMarks,
      /** False: so many series that they are not remembered one by one. */
      tracked: z.boolean(),
      sums: z.record(z.string(), z.number()),
      refused: z.array(z.string()),
      /** Days of accounts that are done, and of all. */
      done: z.number().int(),
      of: z.number().int(),
    })
    .optional(),
})
export type MetricsCursor = z.infer<typeof MetricsCursor>
export type MetricsRun = NonNullable<MetricsCursor['run']>
