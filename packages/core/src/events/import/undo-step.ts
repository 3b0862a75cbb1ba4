import { finishWork, stepWork } from '../../jobs/index.ts'
import type { ImportDeps } from './import-deps.ts'
import type { ImportStepOf, Left } from './import-step.ts'
import { addToImport, changeImport, dropParts, lockImport } from './import.store.ts'
import { noteImport } from './note-import.ts'
import { dropRefusedRows } from './refused-rows.store.ts'
import { nextImportBatch, withdrawBatch } from './withdraw.store.ts'

/** Takes the next batch of an import back, and keeps in the same transaction that it was. */
export async function undoStep(
  { now, notifier }: ImportDeps,
  { tenantId, importId, workId, inTenant }: ImportStepOf,
): Promise<Left> {
  const { left, batch } = await inTenant(async (inside): Promise<{ left: Left; batch?: number | undefined }> => {
    const it = await lockImport(inside, importId)
    const next = it.state === 'undoing' ? await nextImportBatch(inside, importId, it.undoneBatch) : undefined
    if (next === undefined) {
      await finishWork(inside, workId, { state: 'done', now: now() })
      if (it.state !== 'undoing') return { left: 'nothing' }
      await dropParts(inside, importId)
      await dropRefusedRows(inside, importId)
      await changeImport(inside, importId, { state: 'undone', finishedAt: now().toISOString() })
      await noteImport(inside, 'event_import.undone', it, now(), { undone: it.undone })
      return { left: 'nothing' }
    }
    const taken = await withdrawBatch(inside, { batch: next, originId: importId })
    await addToImport(inside, importId, { undone: taken.n })
    await changeImport(inside, importId, { undoneBatch: next })
    const progress = it.accepted === 0 ? 1 : Math.min(0.99, (it.undone + taken.n) / it.accepted)
    await stepWork(inside, workId, { progress, rows: taken.n })
    return { left: 'more', batch: taken.batch }
  })
  if (batch !== undefined) notifier.tell({ tenantId, kind: 'events', batch })
  return left
}
