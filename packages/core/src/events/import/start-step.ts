import { Conflict, Invalid } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { createWork, lastWorkOf, requestCancel } from '../../jobs/index.ts'
import type { ImportState, ImportStep } from './event-imports.ts'
import type { ImportDeps } from './import-deps.ts'
import { actorName, changeImport, lockImport } from './import.store.ts'
import { lacksForgotten } from './forgotten.store.ts'
import { noteImport } from './note-import.ts'
import { isZone } from './read-time.ts'

/** From where a step may begin, what it is called in the audit, and the state meanwhile. */
const rules: Readonly<Record<ImportStep, { from: readonly ImportState[]; deed: string; state?: ImportState }>> = {
  check: { from: ['ready', 'stopped'], deed: 'event_import.check_begun' },
  write: { from: ['ready', 'stopped', 'writing'], deed: 'event_import.begun', state: 'writing' },
  undo: {
    from: ['written', 'stopped', 'writing', 'undoing'],
    deed: 'event_import.undo_begun',
    state: 'undoing',
  },
}

export const openStates: readonly string[] = ['queued', 'running']

/**
 * Writes down that a step is to be done, for a job to do it. @returns the work
 * @throws Conflict where another is under way, or it cannot begin from here
 */
export async function startStep(
  inside: Inside,
  { now, newId }: Pick<ImportDeps, 'now' | 'newId'>,
  importId: string,
  step: ImportStep,
): Promise<string> {
  const it = await lockImport(inside, importId)
  const { from, deed, state } = rules[step]
  const last = await lastWorkOf(inside, 'import-events', importId)
  if (last && openStates.includes(last.state)) throw new Conflict('Something is being done with this import already.')
  if (!from.includes(it.state)) throw new Conflict('That cannot be done with this import as it stands.')
  if (step === 'undo' && (await lacksForgotten(inside, it)))
    throw new Conflict(
      'Some of its events were forgotten with their months, and stay counted: it cannot be taken back.',
    )
  if (step !== 'undo' && it.rows === 0) throw new Invalid('The file has no rows.', 'file')
  if (step !== 'undo' && !isZone(it.mapping.timestamp.zone)) throw new Invalid('No such time zone.', 'zone')
  const workId = newId()
  await createWork(inside, {
    ...{ workId, kind: 'import-events', ref: importId, input: { step, after: 0 } },
    ...{ requestedBy: actorName(inside.actor), now: now() },
  })
  if (state) await changeImport(inside, importId, { state })
  await noteImport(inside, deed, it, now())
  return workId
}

/** Asks what is under way to stop. @returns the work. @throws Conflict where nothing is that can be stopped */
export async function stopStep(inside: Inside, now: Date, importId: string): Promise<string> {
  const it = await lockImport(inside, importId)
  const last = await lastWorkOf(inside, 'import-events', importId)
  if (!last || !openStates.includes(last.state)) throw new Conflict('Nothing of this import is under way.')
  if (it.state === 'undoing') throw new Conflict('An undoing is done to its end.')
  await requestCancel(inside, last.workId, now)
  await noteImport(inside, 'event_import.stop_asked', it, now)
  return last.workId
}
