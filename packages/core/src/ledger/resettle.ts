import type { Inside } from '@throughline/db'
import { appendBatch } from './append.store.ts'
import { createBooker } from './booking.ts'
import { recordName, settle, type RecordId } from './settle.ts'
import { effectiveFacts } from './effective-facts.store.ts'
import { lockLedger, moveHead, readHead } from './head.store.ts'
import { partsAfter } from './record-parts.store.ts'

/**
 * Settles records anew from what rows said of them (their parts): the same facts, unless a rule of merging changed. What differs
 * gets a new version under cause `reprocess`. One page at a time.
 * @returns where to go on, and how many facts were written
 */
export async function resettle(
  inside: Inside,
  { after, limit, now }: { after?: RecordId; limit: number; now: Date },
): Promise<{ next: RecordId | undefined; written: number }> {
  await lockLedger(inside)
  const head = await readHead(inside)
  const byRecord = Map.groupBy(await partsAfter(inside, after, limit), recordName)
  const ids = [...byRecord.values()].flatMap(([part]) =>
    part ? [{ kind: part.kind, source: part.source, key: part.key }] : [],
  )
  const effective = new Map((await effectiveFacts(inside, ids)).map((fact) => [recordName(fact), fact]))
  const versions = ids.flatMap((id) => {
    const name = recordName(id)
    const context = { timeZone: head.timeZone, now, recordingSince: head.recordingSince, reprocessed: true }
    return settle(id, byRecord.get(name) ?? [], effective.get(name), context) ?? []
  })
  if (versions.length > 0) {
    const batch = head.batch + 1
    const booker = createBooker(batch)
    for (const version of versions)
      booker.book({
        before: version.before,
        zoneBefore: head.timeZone,
        after: version,
        zoneAfter: head.timeZone,
        cause: version.cause,
      })
    await appendBatch(inside, { batch, origin: 'reprocess' }, versions, booker.booking())
    await moveHead(inside, { batch, contactNo: head.contactNo })
  }
  return { next: ids.length < limit ? undefined : ids.at(-1), written: versions.length }
}
