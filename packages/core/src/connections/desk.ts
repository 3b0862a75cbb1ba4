import { Invalid, NotFound } from '@throughline/canonical'
import type { AnyConnector } from '@throughline/connector-kit'
import type { Actor, Inside } from '@throughline/db'
import { createWork, lastWorkOf, type NudgeKind } from '../jobs/index.ts'
import { requireMay, type Permission } from '../tenants/may.ts'
import { actorName, appendAudit, requireConnection, type ConnectionRow } from './connection.store.ts'
import { readKnownConnection, type KnownConnection } from './known-connection.store.ts'
import type { ReadDeps } from './read-deps.ts'

export interface ConnectionsDeps extends ReadDeps {
  /** Where providers reach us, without a slash at the end. */
  publicUrl: string
}

export type Desk = ReturnType<typeof createDesk>

/** What everything that a person does to connections has in common: may they, write it down, tell the pages, nudge the work. */
export function createDesk(deps: ConnectionsDeps) {
  const { door, connectors, queue, notifier, now, newId } = deps
  const nudge = (tenantId: string, kind: NudgeKind, ref: string) => queue.add({ tenantId, kind, ref, attempt: 0 })

  return {
    deps,
    nudge,

    /** Runs `fn` for somebody who may. */
    within: <T>(actor: Actor, tenantId: string, permission: Permission, fn: (inside: Inside) => Promise<T>) =>
      door.withTenant(actor, tenantId, (inside) => {
        requireMay(inside.role, permission)
        return fn(inside)
      }),

    /** Writes the deed down, in its own transaction. */
    write: async (inside: Inside, action: string, subject: string, detail: Record<string, unknown> = {}) =>
      appendAudit(inside.db, inside.tenantId, { at: now(), actor: actorName(inside.actor), action, subject, detail }),

    /** Open pages read anew. */
    changed: (tenantId: string) => notifier.tell({ tenantId, kind: 'connections' }),

    /** @throws Invalid where there is no such connector */
    connectorOf: (id: string): AnyConnector => {
      const connector = Object.hasOwn(connectors, id) ? connectors[id] : undefined
      if (!connector) throw new Invalid('There is no such connector.', 'connector')
      return connector
    },

    /** A connection that is not given up, held until the transaction ends. @throws NotFound */
    known: async (inside: Inside, connectionId: string): Promise<ConnectionRow & KnownConnection> => {
      const row = await requireConnection(inside, connectionId, { hold: true })
      const opened = await readKnownConnection(inside, deps.secrets, connectionId, now())
      if (!opened || row.state === 'disconnected') throw new NotFound('No such connection.')
      return { ...row, ...opened }
    },

    /** Long work about a connection, to be nudged once it is committed. */
    begin: async (inside: Inside, kind: NudgeKind, ref: string, input: Record<string, unknown>): Promise<string> => {
      const workId = newId()
      await createWork(inside, { workId, kind, ref, input, requestedBy: actorName(inside.actor), now: now() })
      return workId
    },

    /**
     * Begins telling the provider our webhook addresses, where it lets us and can reach us, and that is not done or under way.
     * @returns the work to be nudged
     */
    offerAddress: async (
      inside: Inside,
      { connector: id, connectionId }: { connector: string; connectionId: string },
    ) => {
      const connector = connectors[id]
      if (!connector?.subscribe || !deps.publicUrl.startsWith('https://')) return undefined
      const before = await lastWorkOf(inside, 'register-webhooks', connectionId)
      if (before && before.state !== 'failed' && before.state !== 'cancelled') return undefined
      const urls = Object.fromEntries(
        Object.entries(connector.webhooks)
          .filter(([, { route }]) => route === 'connection')
          .map(([kind]) => [kind, [deps.publicUrl, 'hooks', id, connectionId, kind].join('/')]),
      )
      const workId = newId()
      const requestedBy = actorName(inside.actor)
      await createWork(inside, {
        workId,
        kind: 'register-webhooks',
        ref: connectionId,
        input: { urls },
        requestedBy,
        now: now(),
      })
      return workId
    },

    /** Reading goes on at once: the daily one, and a backfill that rested. */
    goOn: async (actor: Actor, tenantId: string, connectionId: string): Promise<void> => {
      const history = await door.withTenant(actor, tenantId, (inside) => lastWorkOf(inside, 'backfill', connectionId))
      if (history?.state === 'queued' || history?.state === 'running')
        await queue.add({ tenantId, kind: 'backfill', ref: history.workId, attempt: 0 }, { at: now() })
      await nudge(tenantId, 'read-connection', connectionId)
    },
  }
}
