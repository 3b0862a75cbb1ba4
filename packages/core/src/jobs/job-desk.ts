import { z } from 'zod'
import { Invalid, NotFound } from '@throughline/canonical'
import type { Actor, Door } from '@throughline/db'
import type { PageInput, PageOf } from '../connections/connections.ts'
import { requireMay } from '../tenants/may.ts'
import { actorName, appendAudit, listDeadLetters, settleDeadLetter } from './dead-letter.store.ts'
import type { Queue } from './queue.ts'

/** A job that failed for good, as people see it. */
export interface DeadLetter {
  id: string
  kind: string
  ref: string | null
  /** Class, code and place; never a value. */
  error: string
  attempts: number
  diedAt: string
  state: 'dead' | 'replayed' | 'dismissed'
}

/** Jobs that failed for good: seen, replayed, dismissed. */
export interface JobDesk {
  deadLetters(actor: Actor, tenantId: string, input: PageInput): Promise<PageOf<DeadLetter>>
  replay(actor: Actor, tenantId: string, id: string): Promise<void>
  dismiss(actor: Actor, tenantId: string, id: string): Promise<void>
}

export interface JobDeskDeps {
  door: Door
  queue: Queue
  now: () => Date
}

export function createJobDesk(deps: JobDeskDeps): JobDesk {
  const settle = (actor: Actor, tenantId: string, id: string, state: 'replayed' | 'dismissed') => {
    if (!z.uuid().safeParse(id).success) throw new NotFound('No such failed job.')
    return deps.door.withTenant(actor, tenantId, async (inside) => {
      requireMay(inside.role, 'jobs.write')
      const now = deps.now()
      const nudge = await settleDeadLetter(inside, id, state, now)
      const detail = { kind: nudge.kind }
      await appendAudit(inside.db, tenantId, {
        at: now,
        actor: actorName(actor),
        action: `job.${state}`,
        subject: id,
        detail,
      })
      return nudge
    })
  }
  return {
    deadLetters: (actor, tenantId, input) =>
      deps.door.withTenant(actor, tenantId, ({ db, role }) => {
        requireMay(role, 'jobs.read')
        if (input.cursor !== undefined && !/^[\dTZ:.-]{24}\|[\da-f-]{36}$/.test(input.cursor))
          throw new Invalid('This is no page of ours.', 'cursor')
        return listDeadLetters(db, input)
      }),
    async replay(actor, tenantId, id) {
      await deps.queue.add(await settle(actor, tenantId, id, 'replayed'))
    },
    async dismiss(actor, tenantId, id) {
      await settle(actor, tenantId, id, 'dismissed')
    },
  }
}
