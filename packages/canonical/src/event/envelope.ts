import { z } from 'zod'
import { maybe, Text, When } from './fields.ts'

/** Where an event was made. Connectors' ids are sources as well. */
export const eventSources = ['mobile', 'web', 'admin_portal', 'backend'] as const

const Short = z.string().min(1).max(200)

/** What surrounds an event. Unknown fields are kept. */
const EventContext = z.looseObject({
  app_version: maybe(Text),
  platform: maybe(Text),
  user_segment: maybe(Text),
  region: maybe(Text),
})

/**
 * One event as it is sent. `event_id` is made once by the sender: sending it again is the same event, and the first one counts.
 * `timestamp` is the sender's own clock; where `sent_at` says what that clock showed on sending, it is set right by the difference.
 */
export const EventEnvelope = z.looseObject({
  event_id: z.uuid(),
  event_type: Short,
  timestamp: When,
  user_id: maybe(Short),
  anonymous_id: maybe(Short),
  session_id: maybe(Short),
  source: Short,
  schema_version: maybe(z.number().int().min(1)),
  properties: maybe(z.looseObject({})),
  context: maybe(EventContext),
})
export type EventEnvelope = z.infer<typeof EventEnvelope>

/** What became of one event of a request. */
export const EventResult = z.discriminatedUnion('status', [
  z.object({ index: z.number().int(), event_id: z.string().nullable(), status: z.enum(['accepted', 'duplicate']) }),
  z.object({
    index: z.number().int(),
    event_id: z.string().nullable(),
    status: z.literal('rejected'),
    code: z.string(),
    field: z.string().nullable(),
    reason: z.string(),
  }),
])
export type EventResult = z.infer<typeof EventResult>
