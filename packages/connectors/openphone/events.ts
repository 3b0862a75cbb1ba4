import type { Delivered } from '@throughline/connector-kit'
import { z } from 'zod'

const id = z.string().optional()
/** Both generations: `data.resource` now, `data.object` before. What is in it is only a hint: order is not kept. */
export const Event = z.looseObject({
  id: z.string().min(1),
  type: z.string().min(1),
  data: z.looseObject({
    resource: z.looseObject({ id, callId: id }).optional(),
    object: z.looseObject({ id, callId: id }).optional(),
  }),
})
type Event = z.infer<typeof Event>

/** Which record an event speaks of: it is asked for as it is now. Kinds that nobody needs are taken and left. */
export function splitEvent(body: unknown): Delivered[] {
  const { type, data } = body as Event
  const thing = data.resource ?? data.object
  const [family] = type.split('.')
  if (family === 'message' && thing?.id) return [{ stream: 'messages', key: thing.id }]
  // What is made of a call (a summary, a voicemail) has ids of its own; the call's is `callId`.
  const call = thing?.callId ?? thing?.id
  if (family === 'call' && call) return [{ stream: 'calls', key: call }]
  if (family === 'contact' && thing?.id && type !== 'contact.deleted') return [{ stream: 'contacts', key: thing.id }]
  return []
}
