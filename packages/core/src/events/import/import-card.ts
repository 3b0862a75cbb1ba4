import { etaSeconds, type Work } from '../../jobs/index.ts'
import type { ImportCard, ImportWork } from './event-imports.ts'
import { StepInput } from './import-step.ts'
import type { ImportRow } from './import.store.ts'

/** An import as a person sees it. */
export function importCard(
  row: ImportRow,
  { madeBy, work, now }: { madeBy: string | undefined; work: Work | undefined; now: Date },
): ImportCard {
  const { importId, name, format, state, createdAt, finishedAt, rows, done, accepted, duplicates, rejected, undone } =
    row
  return {
    ...{ importId, name, format, state, createdAt, finishedAt, rows, done, accepted, duplicates, rejected, undone },
    madeBy: madeBy ?? 'Someone of the agency, or no longer here',
    work: work ? workOf(work, now) : null,
  }
}

function workOf(work: Work, now: Date): ImportWork {
  const { state, progress, say } = work
  const { step } = StepInput.parse(work.input)
  return { step, state, progress, etaSeconds: etaSeconds(work, now), stopping: work.cancelRequested, say }
}
