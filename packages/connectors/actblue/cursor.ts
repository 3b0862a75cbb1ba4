import { z } from 'zod'

/** A report that ActBlue is making or has made. Its id is kept, so that no run asks for the same report twice. */
export const Report = z.object({
  id: z.string(),
  start: z.iso.date(),
  end: z.iso.date(),
  askedAt: z.iso.datetime(),
  polls: z.number().int(),
  /** Not to be asked about before this. */
  notBefore: z.iso.datetime(),
  /** The link last seen: ActBlue giving the same again after it expired means that a new report is needed. */
  staleLink: z.string().optional(),
  /** The file's length, and how far it has been read. */
  bytes: z.number().int().optional(),
  byte: z.number().int(),
})
export type Report = z.infer<typeof Report>

export const Cursor = z.object({
  /** Everything before this day is complete. */
  since: z.iso.date(),
  /** The day this run began at and the day it will reach (exclusive), while it is under way. */
  run: z.object({ from: z.iso.date(), until: z.iso.date() }).optional(),
  report: Report.optional(),
  /** Reports of the window at `since` that came to nothing. */
  failures: z.number().int().optional(),
  notBefore: z.iso.datetime().optional(),
})
export type Cursor = z.infer<typeof Cursor>
