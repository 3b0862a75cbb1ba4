import type { Inside } from '@throughline/db'
import { z } from 'zod'
import { beginWork, finishWork, type Handler } from '../../jobs/index.ts'
import { checkStep } from './check-step.ts'
import type { ImportStep } from './event-imports.ts'
import type { ImportDeps } from './import-deps.ts'
import { StepInput, type ImportStepOf, type Left } from './import-step.ts'
import { changeImport, jobOf, lockImport } from './import.store.ts'
import { noteImport } from './note-import.ts'
import { undoStep } from './undo-step.ts'
import { writeStep } from './write-step.ts'

const steps: Readonly<Record<ImportStep, (deps: ImportDeps, of: ImportStepOf) => Promise<Left>>> = {
  check: checkStep,
  write: writeStep,
  undo: undoStep,
}

/**
 * One slice of an import's dry run, writing or undoing; the nudge names the work. Killed anywhere it goes on where it stood: each
 * piece is done and marked as done in one transaction. Asked to stop, it ends after the piece at hand.
 */
export function importEvents(deps: ImportDeps): Handler {
  return async ({ tenantId, ref }, { until, signal }) => {
    const workId = z.uuid().safeParse(ref)
    if (!workId.success) return 'done'
    const inTenant = <T>(fn: (inside: Inside) => Promise<T>) =>
      deps.door.withTenant(jobOf(tenantId, 'import-events'), tenantId, fn)
    for (;;) {
      const of = await inTenant((inside) => begin(inside, workId.data, deps.now()))
      const left = of ? await steps[of.input.step](deps, { ...of, tenantId, inTenant }) : 'nothing'
      deps.notifier.tell({ tenantId, kind: 'work' })
      if (left === 'nothing') return 'done'
      if (signal.aborted || deps.now() >= until) return 'again'
    }
  }
}

/** What is to be done; undefined where that is over, or was to be stopped and now is. */
async function begin(
  inside: Inside,
  workId: string,
  now: Date,
): Promise<Pick<ImportStepOf, 'importId' | 'workId' | 'input'> | undefined> {
  const work = await beginWork(inside, workId, now)
  if (!work || work.ref === null) return undefined
  const input = StepInput.parse(work.input)
  if (!work.cancelRequested || input.step === 'undo') return { importId: work.ref, workId, input }
  const it = await lockImport(inside, work.ref)
  await finishWork(inside, workId, { state: 'cancelled', now })
  if (input.step === 'check') return undefined
  await changeImport(inside, work.ref, { state: 'stopped', finishedAt: now.toISOString() })
  await noteImport(inside, 'event_import.stopped', it, now, { done: it.done, accepted: it.accepted })
  return undefined
}
