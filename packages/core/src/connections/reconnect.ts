import { Conflict, NotFound } from '@throughline/canonical'
import { ensureSchedule } from '../jobs/index.ts'
import { checkAndKeep } from './check-connection.ts'
import { changeConnection, givenUpSince, nameTaken, requireConnection } from './connection.store.ts'
import type { Connections } from './connections.ts'
import type { Desk } from './desk.ts'
import { readKnownConnection } from './known-connection.store.ts'
import { wantedStreams } from './read-connection.ts'
import { restartStreams } from './stream-state.store.ts'

/** How long a connection that was given up can be taken up again; then its credentials are forgotten. */
const undoDays = 30
const dayMs = 86_400_000

/** What was given up after this can be taken up again. */
export const undoSince = (now: Date): Date => new Date(now.getTime() - undoDays * dayMs)
const undoUntil = (disconnectedAt: string): string =>
  new Date(Date.parse(disconnectedAt) + undoDays * dayMs).toISOString()

/** Taking up again what was given up. */
export function reconnections(desk: Desk): Pick<Connections, 'disconnected' | 'reconnect'> {
  const { within, write, changed, goOn, connectorOf, deps } = desk
  const { connectors, now, newId } = deps

  return {
    disconnected: (actor, tenantId) =>
      within(actor, tenantId, 'connections.read', async (inside) =>
        (await givenUpSince(inside, undoSince(now()))).map((each) => ({
          ...each,
          connectorName: connectors[each.connector]?.name ?? each.connector,
          until: undoUntil(each.disconnectedAt),
        })),
      ),

    async reconnect(actor, tenantId, connectionId) {
      const known = await within(actor, tenantId, 'connections.write', async (inside) => {
        const row = await requireConnection(inside, connectionId, { hold: true })
        const recent = await givenUpSince(inside, undoSince(now()))
        if (!recent.some((each) => each.connectionId === connectionId)) throw new NotFound('No such connection.')
        connectorOf(row.connector)
        if (await nameTaken(inside, row.name, connectionId))
          throw new Conflict('Another connection has its name now. Rename that one first.')
        await changeConnection(inside, connectionId, { state: 'active', say: null, archivedAt: null })
        await restartStreams(inside, connectionId)
        const reading = { kind: 'read-connection' as const, rule: `every ${row.everyMinutes} minutes` }
        const schedules = [reading, { kind: 'reconcile' as const, rule: 'daily at 04:40' }]
        for (const { kind, rule } of wantedStreams(deps, row).length > 0 ? schedules : [])
          await ensureSchedule(inside, { scheduleId: newId(), kind, ref: connectionId, rule }, now())
        await write(inside, 'connection.reconnected', connectionId)
        return readKnownConnection(inside, deps.secrets, connectionId, now())
      })
      deps.states.forget(connectionId)
      // Whose accounts it speaks for was forgotten. Where nobody answers now, reading says so and goes on by itself.
      if (known) await checkAndKeep(deps, known, AbortSignal.timeout(20_000)).catch(() => undefined)
      await goOn(actor, tenantId, connectionId)
      changed(tenantId)
    },
  }
}
