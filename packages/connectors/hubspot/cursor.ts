import { z } from 'zod'
import { Since } from './changes.ts'

/**
 * What a run does, in order: the whole list, which has no cap; the archived, which no search shows and whose times do not change;
 * what changed since the last run.
 */
export const Step = z.enum(['list', 'archived', 'changes'])
export type Step = z.infer<typeof Step>

export const Cursor = z.object({
  /** Still to do in this run; none between runs. */
  steps: z.array(Step),
  /** Where the first step stands in its list. */
  after: z.string().optional(),
  restarts: z.number().int().optional(),
  since: Since.optional(),
  /** When each list was last read to its end. */
  listedAt: z.iso.datetime().optional(),
  archivedAt: z.iso.datetime().optional(),
  /** Of the first step: records read, and how many there are. */
  done: z.number().int().optional(),
  of: z.number().int().optional(),
})
export type Cursor = z.infer<typeof Cursor>
