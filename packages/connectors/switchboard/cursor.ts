import { z } from 'zod'
import { ExportState } from './export-job.ts'
import { ListAt } from './paging.ts'
import { Entry } from './plan.ts'

const moment = z.iso.datetime()
/** A day asked for by a person; the settings' own beginning where absent. */
const since = z.iso.date().optional()

/** A list that is read whole in every pass. */
export const ListCursor = z.object({ list: ListAt.optional() })
export type ListCursor = z.infer<typeof ListCursor>

export const BroadcastsCursor = z.object({
  since,
  /** When the last whole pass began. */
  passed: moment.optional(),
  /** When the organisation was last asked about. */
  organizationAt: moment.optional(),
  pass: z
    .object({
      started: moment,
      list: ListAt,
      /** Broadcasts of the pages read whose text is still to be asked for. */
      texts: z.array(z.string()),
      /** The list is read to its end. */
      listed: z.literal(true).optional(),
    })
    .optional(),
})
export type BroadcastsCursor = z.infer<typeof BroadcastsCursor>

/** A broadcast whose messages could not be read. */
const Failed = z.object({ id: z.string(), tries: z.number().int(), notBefore: moment, why: z.string() })
type Failed = z.infer<typeof Failed>

export const MessagesCursor = z.object({
  since,
  passed: moment.optional(),
  pass: z
    .object({
      started: moment,
      /** Where the list of broadcasts is read, while it is. */
      list: ListAt.optional(),
      /** Broadcasts to read now, youngest first. */
      plan: z.array(Entry),
      /** The last one planned so far: what is older is planned once these are read. */
      beyond: z.object({ id: z.string(), at: z.number().optional() }).optional(),
      more: z.literal(true).optional(),
      /** Messages read and to be read in this pass, as far as broadcasts say. */
      done: z.number().int(),
      of: z.number().int(),
      counted: z.literal(true).optional(),
    })
    .optional(),
  failed: z.array(Failed).optional(),
})
export type MessagesCursor = z.infer<typeof MessagesCursor>
export type Pass = NonNullable<MessagesCursor['pass']>

export const InboxCursor = z.object({ export: ExportState.optional() })
export type InboxCursor = z.infer<typeof InboxCursor>
