import type { Database } from '@throughline/db'
import { nudgeKinds, type Nudge, type NudgeKind } from './nudge.ts'
import type { Queue } from './queue.ts'
import { dueWork, type DueWork } from './ticker.store.ts'

/**
 * One look at what is due, once a second in every worker: schedules, waiting deliveries, open work. It only makes sure that a
 * nudge is there, so that one lost in a crash costs a second and a running one is left alone.
 * @returns how many were due
 */
export async function tick(deps: { database: Pick<Database, 'call'>; queue: Queue; now: () => Date }): Promise<number> {
  const due = await dueWork(deps.database, deps.now())
  for (const each of due) {
    const nudge = nudgeOf(each)
    if (nudge) await deps.queue.add(nudge, { ifNone: true })
  }
  return due.length
}

function nudgeOf({ tenantId, kind, ref }: DueWork): Nudge | undefined {
  if (kind === 'inbox') return { tenantId, kind: 'process-inbox', attempt: 0 }
  if (ref === null) return undefined
  if (kind === 'action') return { tenantId, kind: 'run-action', ref, attempt: 0 }
  if (kind === 'hints') return { tenantId, kind: 'fetch-hints', ref, attempt: 0 }
  if (kind.startsWith('schedule:')) return { tenantId, kind: 'fire-schedule', ref, attempt: 0 }
  const of = kind.replace(/^work:/, '')
  return isKind(of) ? { tenantId, kind: of, ref, attempt: 0 } : undefined
}

const isKind = (text: string): text is NudgeKind => (nudgeKinds as readonly string[]).includes(text)
