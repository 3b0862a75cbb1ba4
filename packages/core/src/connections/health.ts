import { Invalid, NotFound } from '@throughline/canonical'
import { deliveryCounts } from '../ingest/inbox.store.ts'
import { ensureSchedule } from '../jobs/index.ts'
import { lastProofs } from './completeness.store.ts'
import { changeConnection, requireConnection } from './connection.store.ts'
import type { Connections } from './connections.ts'
import type { Desk } from './desk.ts'
import { healthRow, newRowsRead } from './health.store.ts'
import { rowsByStream } from './overview.store.ts'
import { wantedStreams } from './read-connection.ts'
import { acceptFields, driftPolicies, newFields, setDriftPolicy } from './shape.store.ts'
import { readStreams } from './stream-state.store.ts'
import type { ConnectionHealth, WebhookHealth } from './views.ts'

const dayMs = 86_400_000
const probeMs = 5_000
/** Nobody reads more often than every minute or more seldom than once a day. */
const everyMinutesAllowed = { least: 1, most: 1_440 }

/** How a connection does, and what a person can do about it. */
export function connectionHealth(
  desk: Desk,
): Pick<Connections, 'health' | 'repair' | 'setDrift' | 'acceptFields' | 'setSchedule' | 'probe'> {
  const { within, write, nudge, changed, known, begin, deps } = desk
  const { connectors, now, publicUrl, newId } = deps

  const streamOf = (connector: string, stream: string): void => {
    if (!Object.hasOwn(connectors[connector]?.streams ?? {}, stream)) throw new NotFound('No such stream.')
  }

  return {
    health: (actor, tenantId, connectionId) =>
      within(actor, tenantId, 'connections.read', async (inside): Promise<ConnectionHealth> => {
        const row = await requireConnection(inside, connectionId)
        const connector = connectors[row.connector]
        const dayAgo = new Date(now().getTime() - dayMs)
        const [standings, rows, proofs, fields, policies, deliveries, more, found] = await Promise.all([
          readStreams(inside, connectionId, 'sync'),
          rowsByStream(inside, connectionId),
          lastProofs(inside, connectionId),
          newFields(inside, connectionId),
          driftPolicies(inside, connectionId),
          deliveryCounts(inside, connectionId, dayAgo),
          healthRow(inside, connectionId),
          newRowsRead(inside, connectionId, dayAgo),
        ])
        const told = new Map(deliveries.map((each) => [each.kind, each]))
        const wanted = new Set(wantedStreams(deps, row))
        return {
          everyMinutes: row.everyMinutes,
          checkedAt: more.checkedAt,
          usage: more.usage ?? [],
          usageAt: more.usageAt,
          webhooks: Object.entries(connector?.webhooks ?? {}).map(([kind, { title }]) => {
            const lastReceivedAt = told.get(kind)?.lastReceivedAt ?? null
            const received24h = told.get(kind)?.recent ?? 0
            return { kind, title, lastReceivedAt, received24h, state: webhookState(lastReceivedAt, received24h, found) }
          }),
          streams: Object.entries(connector?.streams ?? {}).map(([stream, { title, drift, ...rest }]) => {
            const pushed = !('read' in rest) || rest.read === undefined
            const standing = standings.get(stream)
            const proof = proofs.get(stream)
            return {
              stream,
              title,
              pushed,
              wanted: pushed || wanted.has(stream),
              state: standing?.state ?? 'ok',
              say: standing?.say ?? null,
              waitUntil: standing?.waitUntil ?? null,
              lastReadAt: standing?.lastReadAt ?? null,
              rows: rows.get(stream) ?? 0,
              drift: policies.get(stream) ?? drift ?? 'evolve',
              newFields: fields.get(stream) ?? [],
              completeness: proof
                ? {
                    state: proof.state,
                    checkedAt: proof.checkedAt,
                    sourceCount: proof.sourceCount,
                    ourCount: proof.ourCount,
                    differences: proof.differences,
                  }
                : null,
            }
          }),
        }
      }),

    async repair(actor, tenantId, { connectionId, stream }) {
      const works = await within(actor, tenantId, 'connections.write', async (inside) => {
        const it = await known(inside, connectionId)
        streamOf(it.connector, stream)
        const proof = (await lastProofs(inside, connectionId)).get(stream)
        const days = proof?.differences.flatMap(({ day }) => day ?? []).sort() ?? []
        const from = days[0] ?? null
        await write(inside, 'connection.repair', connectionId, { stream, from })
        // What only we have no reading brings to light: the source is asked for it by its keys, where it can be.
        const extra = proof?.differences.filter(({ cause }) => cause === 'extra') ?? []
        const works: { kind: 'ask-held' | 'backfill'; workId: string }[] = []
        const add = async (kind: 'ask-held' | 'backfill', input: Record<string, unknown>) =>
          void works.push({ kind, workId: await begin(inside, kind, connectionId, input) })
        const canBeAsked = connectors[it.connector]?.streams[stream]?.fetch !== undefined
        if (extra.length === 0 || !canBeAsked || extra.length < (proof?.differences.length ?? 0))
          await add('backfill', { from, streams: [stream] })
        if (extra.length > 0 && canBeAsked) await add('ask-held', { stream, days: daysOf(extra) })
        return works
      })
      for (const { kind, workId } of works) await nudge(tenantId, kind, workId)
      changed(tenantId)
      return { workId: works[0]?.workId ?? '' }
    },

    async setDrift(actor, tenantId, { connectionId, stream, drift }) {
      await within(actor, tenantId, 'connections.write', async (inside) => {
        const it = await known(inside, connectionId)
        streamOf(it.connector, stream)
        await setDriftPolicy(inside, connectionId, stream, drift)
        await write(inside, 'connection.drift', connectionId, { stream, drift })
      })
      changed(tenantId)
    },

    async acceptFields(actor, tenantId, { connectionId, stream }) {
      const count = await within(actor, tenantId, 'connections.write', async (inside) => {
        await known(inside, connectionId)
        const count = await acceptFields(inside, connectionId, stream, now())
        await write(inside, 'connection.fields_accepted', connectionId, { stream, count })
        return count
      })
      changed(tenantId)
      return { count }
    },

    async setSchedule(actor, tenantId, { connectionId, everyMinutes }) {
      const { least, most } = everyMinutesAllowed
      if (!Number.isInteger(everyMinutes) || everyMinutes < least || everyMinutes > most)
        throw new Invalid(`Between ${least} and ${most} minutes.`, 'everyMinutes')
      await within(actor, tenantId, 'connections.write', async (inside) => {
        await known(inside, connectionId)
        await changeConnection(inside, connectionId, { everyMinutes })
        const rule = `every ${everyMinutes} minutes`
        await ensureSchedule(inside, { scheduleId: newId(), kind: 'read-connection', ref: connectionId, rule }, now())
        await write(inside, 'connection.schedule', connectionId, { everyMinutes })
      })
      changed(tenantId)
    },

    async probe(actor, tenantId, connectionId) {
      const it = await within(actor, tenantId, 'connections.write', (inside) => known(inside, connectionId))
      const [kind] = Object.keys(connectors[it.connector]?.webhooks ?? {})
      if (kind === undefined) throw new Invalid('This source has no webhooks.', 'connectionId')
      const route = connectors[it.connector]?.webhooks[kind]?.route
      const parts = [publicUrl, 'hooks', it.connector, ...(route === 'app' ? [] : [connectionId]), kind]
      const request = new Request(parts.join('/'), { method: 'POST', body: '{}', signal: AbortSignal.timeout(probeMs) })
      // Without a proof the door says no: that it says so shows that it can be reached.
      const status = await deps.around.fetch(request).then(
        (answer) => answer.status,
        () => 0,
      )
      return status === 401
        ? { ok: true, say: 'The address can be reached, and refuses whoever has no proof.' }
        : {
            ok: false,
            say: 'The address cannot be reached from here. Is the public address of this installation right?',
          }
    },
  }
}

/**
 * `receiving` within a day; `never` yet; `silent` none within a day although rows were found by reading, so the source seems not to
 * tell us; `quiet` nothing to tell.
 */
function webhookState(lastReceivedAt: string | null, received24h: number, rowsRead: number): WebhookHealth['state'] {
  if (received24h > 0) return 'receiving'
  if (rowsRead > 0) return lastReceivedAt === null ? 'never' : 'silent'
  return lastReceivedAt === null ? 'never' : 'quiet'
}

/** The days that differ; null where the source counts a stream as a whole. */
function daysOf(differences: readonly { day: string | null }[]): string[] | null {
  return differences.some(({ day }) => day === null) ? null : differences.flatMap(({ day }) => day ?? [])
}
