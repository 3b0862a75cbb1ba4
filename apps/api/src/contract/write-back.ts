import { Instant } from '@throughline/canonical'
import { z } from 'zod'
import { InTenant } from './shared.ts'

const count = z.number().int().nonnegative()
const Fields = z.record(z.string().max(40), z.string().max(100))
/** The CRM's fields by what is written into them. */
const WriteBackFields = z.object({ contact: Fields, deal: Fields })
const Written = z.record(z.string(), z.union([z.string(), z.number(), z.null()]))

/** writeBack.read (query) → what attribution a connection's CRM is written. */
export const WriteBackInput = InTenant.extend({ connectionId: z.uuid() })
export const WriteBackView = z.object({
  /** False where this source takes none. */
  offered: z.boolean(),
  /** It takes shares of its own campaigns in a deal as well. */
  influence: z.boolean(),
  state: z.enum(['on', 'off', 'stopped']),
  fields: WriteBackFields,
  changedBy: z.string().nullable(),
  changedAt: Instant.nullable(),
  say: z.string().nullable(),
  mayAct: z.boolean(),
  counts: z.object({ due: count, sending: count, written: count, refused: count, failed: count, unsure: count }),
  reasons: z.array(z.object({ why: z.string(), state: z.enum(['refused', 'failed', 'unsure']), count })),
})
/** writeBack.set (mutation) → WriteBackView */
export const SetWriteBackInput = WriteBackInput.extend({ on: z.boolean(), fields: WriteBackFields })
/** writeBack.preview (mutation that changes nothing) → the dry run, by fields that need not be kept yet */
export const PreviewWriteBackInput = WriteBackInput.extend({ fields: WriteBackFields })
export const WriteBackPreview = z.object({
  contact: z.object({ summary: z.string(), fields: Written }).nullable(),
  deal: z
    .object({
      summary: z.string(),
      fields: Written,
      shares: z.array(z.object({ campaign: z.string(), percent: z.number() })),
    })
    .nullable(),
})
/** writeBack.retry (mutation) → how many are due again */
export const WriteBackRetried = z.object({ count })
