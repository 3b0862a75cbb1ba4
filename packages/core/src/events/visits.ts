import type { Actor, Door } from '@throughline/db'
import { jobOf } from '../ingest/inbox.store.ts'
import { emitEvents } from './emit-events.ts'
import { senderName } from './event-settings.store.ts'

export interface VisitsDeps {
  door: Door
  now: () => Date
  /** Work that nobody waits for. */
  later: (work: () => Promise<void>) => void
}

/** Who reads what, among a client's own events. */
export interface Visits {
  /** Notes that somebody opened a section of a client's pages: once in five minutes, whatever they do there. Nobody waits for it. */
  note(actor: Actor, tenantId: string, section: string): void
}

/** Reading on in a section is one visit. */
const visitMs = 5 * 60_000
/** Visits that a process remembers having noted. */
const remembered = 10_000

export function createVisits({ door, now, later }: VisitsDeps): Visits {
  const noted = new Set<string>()
  return {
    note(actor, tenantId, section) {
      const at = now()
      const visit = `${tenantId} ${senderName(actor)} ${section} ${Math.floor(at.getTime() / visitMs)}`
      if (noted.has(visit)) return
      if (noted.size > remembered) noted.clear()
      noted.add(visit)
      later(async () => {
        // Their role is asked as themselves, who may be let in to read alone; the event is ours to write.
        const role = await door.withTenant(actor, tenantId, async (inside) => inside.role)
        const properties = { dashboard_section: section, user_role: role, $user: senderName(actor) }
        await door.withTenant(jobOf(tenantId, 'visits'), tenantId, (inside) =>
          emitEvents(inside, [{ type: 'dashboard_accessed', of: visit, at, properties }], at),
        )
      })
    },
  }
}
