import { z } from 'zod'

/**
 * Where reading by time stands: everything before `since` is read, and the window that is being read page by page. Lists come newest
 * first and page cursors live briefly, so progress is kept by windows of time.
 */
export const TimeCursor = z.object({
  since: z.iso.datetime({ offset: true }),
  /** The end of this run, so that it has one. */
  until: z.iso.datetime({ offset: true }).optional(),
  /** First instant of this run, for its progress. */
  from: z.iso.datetime({ offset: true }).optional(),
  after: z.string().optional(),
})
export type TimeCursor = z.infer<typeof TimeCursor>

/** Where a whole list stands. */
export const ListCursor = z.object({ token: z.string().optional() })
export type ListCursor = z.infer<typeof ListCursor>
