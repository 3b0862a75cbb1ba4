import { Instant } from '@throughline/canonical'
import { z } from 'zod'
import { InTenant } from './shared.ts'

const count = z.number().int().nonnegative()
const EventName = z.enum(['Purchase', 'Donate'])

/** conversionsOut.read (query) → what a connection's ad platform is told of conversions. */
export const ConversionsOutInput = InTenant.extend({ connectionId: z.uuid() })
export const ConversionsView = z.object({
  /** False where this source takes none. */
  offered: z.boolean(),
  state: z.enum(['on', 'off', 'stopped']),
  eventName: EventName,
  since: Instant.nullable(),
  changedBy: z.string().nullable(),
  changedAt: Instant.nullable(),
  say: z.string().nullable(),
  mayAct: z.boolean(),
  /** Of those chosen in the last 30 days. */
  counts: z.object({ queued: count, sending: count, sent: count, refused: count, failed: count, unsure: count }),
  reasons: z.array(z.object({ why: z.string(), state: z.enum(['refused', 'failed', 'unsure']), count })),
  givenBack: count,
})
/** conversionsOut.set (mutation) → ConversionsView */
export const SetConversionsInput = ConversionsOutInput.extend({ on: z.boolean(), eventName: EventName })
/** conversionsOut.preview (mutation that changes nothing) → the dry run */
export const ConversionsPreview = z.object({
  summary: z.string().nullable(),
  considered: count,
  told: count,
  reasons: z.array(z.object({ why: z.string(), count })),
})
/** conversionsOut.retry (mutation) → how many wait again */
export const ConversionsRetried = z.object({ count })
