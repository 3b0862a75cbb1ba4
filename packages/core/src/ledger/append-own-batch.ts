import type { Instant } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { appendBatch } from './append.store.ts'
import type { BatchOrigin } from './batch.ts'
import { moveHead, readHead } from './head.store.ts'

/** Takes the next number for what is derived from facts rather than told by them: no fact, no movement of money. The lock is held. */
export async function appendOwnBatch(
  inside: Inside,
  origin: Extract<BatchOrigin, 'attribution'>,
): Promise<{ batch: number; recordedAt: Instant }> {
  const head = await readHead(inside)
  const batch = head.batch + 1
  const { recordedAt } = await appendBatch(inside, { batch, origin }, [], { movements: [], entries: [] })
  await moveHead(inside, { batch, contactNo: head.contactNo })
  return { batch, recordedAt }
}
