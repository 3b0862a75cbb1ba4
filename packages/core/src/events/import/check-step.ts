import { finishWork, stepWork } from '../../jobs/index.ts'
import { addToReport, emptyReport } from './import-report.ts'
import type { ImportDeps } from './import-deps.ts'
import type { ImportStepOf, Left } from './import-step.ts'
import { changeImport, lockImport } from './import.store.ts'
import { noteImport } from './note-import.ts'
import { knownIds } from './known-ids.store.ts'
import { judgePart, readPart } from './read-part.ts'

/** Judges the next piece of a file and adds to the report. Writes no event. */
export async function checkStep(deps: ImportDeps, { importId, workId, input, inTenant }: ImportStepOf): Promise<Left> {
  const part = await inTenant((inside) => readPart(deps, inside, importId, input.after))
  if (!part)
    return inTenant<Left>(async (inside) => {
      const it = await lockImport(inside, importId)
      const report = { ...(it.report ?? emptyReport), whole: true }
      await changeImport(inside, importId, { report })
      await finishWork(inside, workId, { state: 'done', now: deps.now() })
      const { good, known, rejected } = report
      await noteImport(inside, 'event_import.checked', it, deps.now(), { good, known, rejected })
      return 'nothing'
    })
  const judged = judgePart(part, part.import.mapping)
  const ids = judged.flatMap(({ judged: each }) => (each.ok ? [each.event.eventId] : []))
  return inTenant<Left>(async (inside) => {
    const it = await lockImport(inside, importId)
    const report = addToReport(
      input.after === 0 ? emptyReport : (it.report ?? emptyReport),
      judged,
      await knownIds(inside, ids),
    )
    await changeImport(inside, importId, { report })
    const progress = it.rows === 0 ? 1 : Math.min(0.99, report.rows / it.rows)
    await stepWork(inside, workId, { progress, rows: judged.length, input: { ...input, after: part.seq } })
    return 'more'
  })
}
