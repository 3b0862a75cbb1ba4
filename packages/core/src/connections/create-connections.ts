import { Conflict, Invalid, NotFound } from '@throughline/canonical'
import type { AnyConnector } from '@throughline/connector-kit'
import type { Actor, Inside } from '@throughline/db'
import { z } from 'zod'
import {
  createWork,
  dropSchedule,
  ensureSchedule,
  etaSeconds,
  lastWorkOf,
  pauseSchedule,
  readWork,
  requestCancel,
  resumeSchedule,
  type NudgeKind,
  type Work,
} from '../jobs/index.ts'
import { deliveryCounts } from '../ingest/inbox.store.ts'
import { requireMay, type Permission } from '../tenants/may.ts'
import { BackfillState } from './backfill.ts'
import {
  actorName,
  appendAudit,
  changeConnection,
  customerActed,
  forgetSecrets,
  insertConnection,
  nameTaken,
  requireConnection,
  saveSecrets,
  type ConnectionRow,
} from './connection.store.ts'
import type { Connections } from './connections.ts'
import { formOf, parseSettings, withValues } from './form.ts'
import { freshnessOf } from './freshness.ts'
import { readKnownConnection, type KnownConnection } from './known-connection.store.ts'
import { foreignReasons, readings, rowCounts, rowsByStream } from './overview.store.ts'
import { wantedStreams } from './read-connection.ts'
import { connectOptions, type ReadDeps } from './read-deps.ts'
import { readStreams, restartStreams } from './stream-state.store.ts'
import { cancelRuns, listRuns, openRun } from './sync-run.store.ts'
import type { Connection, ConnectionCard } from './views.ts'

export interface ConnectionsDeps extends ReadDeps {
  /** Where providers reach us, without a slash at the end. */
  publicUrl: string
}

/** How often a connector is read that does not say. */
const usualMinutes = 60
const Day = z.iso.date()

export function createConnections(deps: ConnectionsDeps): Connections {
  const { door, connectors, kit, queue, notifier, now, newId } = deps

  /** Runs `fn` for somebody who may, and writes the deed down. */
  const within = <T>(actor: Actor, tenantId: string, permission: Permission, fn: (inside: Inside) => Promise<T>) =>
    door.withTenant(actor, tenantId, (inside) => {
      requireMay(inside.role, permission)
      return fn(inside)
    })
  const write = async (
    inside: Inside,
    action: string,
    subject: string,
    detail: Record<string, unknown> = {},
  ): Promise<void> =>
    appendAudit(inside.db, inside.tenantId, { at: now(), actor: actorName(inside.actor), action, subject, detail })
  const nudge = (tenantId: string, kind: NudgeKind, ref: string) => queue.add({ tenantId, kind, ref, attempt: 0 })
  const changed = (tenantId: string) => notifier.tell({ tenantId, kind: 'connections' })
  const connectorOf = (id: string): AnyConnector => {
    const connector = Object.hasOwn(connectors, id) ? connectors[id] : undefined
    if (!connector) throw new Invalid('There is no such connector.', 'connector')
    return connector
  }
  const known = async (inside: Inside, connectionId: string): Promise<KnownConnection & ConnectionRow> => {
    const row = await requireConnection(inside, connectionId, { hold: true })
    const opened = await readKnownConnection(inside, deps.secrets, connectionId, now())
    if (!opened || row.state === 'disconnected') throw new NotFound('No such connection.')
    return { ...row, ...opened }
  }

  /** Long work about a connection, to be nudged once it is committed. */
  const begin = async (inside: Inside, kind: NudgeKind, ref: string, input: Record<string, unknown>) => {
    const workId = newId()
    await createWork(inside, { workId, kind, ref, input, requestedBy: actorName(inside.actor), now: now() })
    return workId
  }

  const everyMinutesOf = (connector: AnyConnector, streams: readonly string[]): number =>
    Math.min(
      ...streams.map((name) => {
        const stream = connector.streams[name]
        return stream?.read ? (stream.everyMinutes ?? usualMinutes) : usualMinutes
      }),
      1_440,
    )

  const cards = async (inside: Inside): Promise<ConnectionCard[]> => {
    const counts = await rowCounts(inside)
    return (await readings(inside)).map((reading) => ({
      connectionId: reading.connectionId,
      connector: reading.connector,
      connectorName: connectors[reading.connector]?.name ?? reading.connector,
      name: reading.name,
      state: reading.state,
      say: reading.say,
      freshness: freshnessOf(reading, now()),
      ...(counts.get(reading.connectionId) ?? { rows: 0, foreign: 0, quarantined: 0 }),
      nextReadAt: reading.nextReadAt,
    }))
  }

  return {
    catalogue: (actor, tenantId) =>
      within(actor, tenantId, 'connections.read', async () =>
        Object.values(connectors).map((connector) => ({
          id: connector.id,
          name: connector.name,
          fields: formOf(kit, connector),
          webhookKinds: Object.keys(connector.webhooks),
        })),
      ),

    list: (actor, tenantId) => within(actor, tenantId, 'connections.read', cards),

    freshness: (actor, tenantId) =>
      within(actor, tenantId, 'overview.read', async (inside) =>
        (await readings(inside)).map((reading) => freshnessOf(reading, now())),
      ),

    read: (actor, tenantId, connectionId) =>
      within(actor, tenantId, 'connections.read', async (inside): Promise<Connection> => {
        const row = await requireConnection(inside, connectionId)
        const card = (await cards(inside)).find((each) => each.connectionId === connectionId)
        if (!card) throw new NotFound('No such connection.')
        const connector = connectors[row.connector]
        const dayAgo = new Date(now().getTime() - 86_400_000)
        const counts = new Map((await deliveryCounts(inside, connectionId, dayAgo)).map((each) => [each.kind, each]))
        const standings = await readStreams(inside, connectionId, 'sync')
        const rows = await rowsByStream(inside, connectionId)
        const work = await lastWorkOf(inside, 'backfill', connectionId)
        return {
          ...card,
          fields: connector ? formOf(kit, connector, row.config) : [],
          webhooks: Object.entries(connector?.webhooks ?? {}).map(([kind, webhook]) => ({
            kind,
            title: webhook.title,
            credentials: webhook.credentials?.map((name) => `secrets.${name}`) ?? [],
            url: webhookUrl(deps.publicUrl, row.connector, connectionId, kind),
            lastReceivedAt: counts.get(kind)?.lastReceivedAt ?? null,
            received24h: counts.get(kind)?.recent ?? 0,
          })),
          streams: Object.entries(connector?.streams ?? {}).map(([stream, { title }]) => ({
            stream,
            title,
            state: standings.get(stream)?.state ?? 'ok',
            say: standings.get(stream)?.say ?? null,
            lastReadAt: standings.get(stream)?.lastReadAt ?? null,
            rows: rows.get(stream) ?? 0,
          })),
          foreignReasons: await foreignReasons(inside, connectionId),
          backfill: work ? backfillView(work, now()) : null,
        }
      }),

    async create(actor, tenantId, { connector: id, name, values }) {
      const connector = connectorOf(id)
      const settings = parseSettings(connector, withValues(formOf(kit, connector), { config: {}, secrets: {} }, values))
      const streams = wantedStreams(deps, { connector: id, config: settings.config })
      const { connectionId, workId } = await within(actor, tenantId, 'connections.write', async (inside) => {
        if (await nameTaken(inside, name)) throw new Conflict('Another connection has this name.')
        const connectionId = newId()
        const everyMinutes = everyMinutesOf(connector, streams)
        await insertConnection(
          inside,
          { connectionId, connector: id, name, config: settings.config, everyMinutes },
          now(),
        )
        await saveSecrets(inside, await deps.secrets.forTenant(inside, now()), connectionId, settings.secrets, now())
        for (const [kind, rule] of upkeep) await ensureSchedule(inside, { scheduleId: newId(), kind, rule }, now())
        await write(inside, 'connection.created', connectionId, { connector: id, name })
        if (streams.length === 0) return { connectionId }
        await ensureSchedule(
          inside,
          {
            scheduleId: newId(),
            kind: 'read-connection',
            ref: connectionId,
            rule: `every ${everyMinutes} minutes`,
          },
          now(),
        )
        return { connectionId, workId: await begin(inside, 'backfill', connectionId, { from: null, streams }) }
      })
      if (workId !== undefined) await nudge(tenantId, 'backfill', workId)
      changed(tenantId)
      return { connectionId }
    },

    async update(actor, tenantId, { connectionId, name, values }) {
      const workId = await within(actor, tenantId, 'connections.write', async (inside) => {
        const before = await known(inside, connectionId)
        const connector = connectorOf(before.connector)
        if (name !== undefined && (await nameTaken(inside, name, connectionId)))
          throw new Conflict('Another connection has this name.')
        const secretsBefore = (before.secrets ?? {}) as Record<string, unknown>
        const settings = parseSettings(
          connector,
          withValues(formOf(kit, connector), { config: before.config, secrets: secretsBefore }, values),
        )
        const changedPaths = Object.keys(values).filter((path) => differs(path, before, settings))
        await changeConnection(inside, connectionId, {
          config: settings.config,
          ...(name === undefined ? {} : { name }),
          ...(before.state === 'needs_customer' ? { state: 'active' as const, say: null } : {}),
        })
        if (changedPaths.some((path) => path.startsWith('secrets.')))
          await saveSecrets(inside, before.keyring, connectionId, settings.secrets, now())
        await restartStreams(inside, connectionId)
        await write(inside, 'connection.changed', connectionId, { fields: changedPaths, ...(name ? { name } : {}) })
        if (!changedPaths.some((path) => path.startsWith('config.'))) return undefined
        const { rows = 0 } = (await rowCounts(inside)).get(connectionId) ?? {}
        return rows === 0 ? undefined : begin(inside, 'reprocess', connectionId, { of: rows })
      })
      deps.states.forget(connectionId)
      if (workId !== undefined) await nudge(tenantId, 'reprocess', workId)
      await nudge(tenantId, 'read-connection', connectionId)
      changed(tenantId)
    },

    async check(actor, tenantId, connectionId) {
      const it = await within(actor, tenantId, 'connections.write', (inside) => known(inside, connectionId))
      const connector = connectorOf(it.connector)
      const signal = AbortSignal.timeout(20_000)
      try {
        await kit.checkConnection(connectOptions(deps, it, signal))
      } catch (error) {
        const ok = false
        if (error instanceof kit.AskCustomer || error instanceof kit.ProviderChanged) return { ok, say: error.say }
        if (error instanceof kit.RetryLater || signal.aborted)
          return { ok, say: `${connector.name} does not answer at the moment. Please try again in a few minutes.` }
        throw error
      }
      await within(actor, tenantId, 'connections.write', (inside) => customerActed(inside, connectionId))
      changed(tenantId)
      return { ok: true, say: `${connector.name} accepts these credentials.` }
    },

    async pause(actor, tenantId, connectionId) {
      await within(actor, tenantId, 'connections.write', async (inside) => {
        const { state } = await known(inside, connectionId)
        if (state === 'paused') return
        await changeConnection(inside, connectionId, { state: 'paused', say: null })
        await pauseSchedule(inside, { kind: 'read-connection', ref: connectionId }, now())
        await write(inside, 'connection.paused', connectionId)
      })
      changed(tenantId)
    },

    async resume(actor, tenantId, connectionId) {
      await within(actor, tenantId, 'connections.write', async (inside) => {
        const { state } = await known(inside, connectionId)
        if (state === 'active') return
        await changeConnection(inside, connectionId, { state: 'active', say: null })
        await resumeSchedule(inside, { kind: 'read-connection', ref: connectionId }, now())
        await restartStreams(inside, connectionId)
        await write(inside, 'connection.resumed', connectionId)
      })
      await nudge(tenantId, 'read-connection', connectionId)
      changed(tenantId)
    },

    async disconnect(actor, tenantId, connectionId) {
      await within(actor, tenantId, 'connections.write', async (inside) => {
        await known(inside, connectionId)
        await changeConnection(inside, connectionId, { state: 'disconnected', archivedAt: now().toISOString() })
        await forgetSecrets(inside, connectionId)
        await dropSchedule(inside, { kind: 'read-connection', ref: connectionId })
        await cancelRuns(inside, connectionId, { now: now() })
        const work = await lastWorkOf(inside, 'backfill', connectionId)
        if (work?.state === 'queued' || work?.state === 'running') await requestCancel(inside, work.workId, now())
        await write(inside, 'connection.disconnected', connectionId)
      })
      deps.states.forget(connectionId)
      changed(tenantId)
    },

    async syncNow(actor, tenantId, connectionId) {
      await within(actor, tenantId, 'connections.write', async (inside) => {
        const it = await known(inside, connectionId)
        if (it.state !== 'active') throw new Conflict('The connection is paused or needs attention first.')
        await restartStreams(inside, connectionId)
        const standings = await readStreams(inside, connectionId, 'sync')
        for (const stream of wantedStreams(deps, it))
          if (standings.get(stream)?.position)
            await openRun(inside, { connectionId, stream, trigger: 'person' }, { now: now(), newId })
        await write(inside, 'connection.read_now', connectionId)
      })
      await nudge(tenantId, 'read-connection', connectionId)
      changed(tenantId)
    },

    async backfill(actor, tenantId, { connectionId, from }) {
      if (!Day.safeParse(from).success) throw new Invalid('Please name a day.', 'from')
      const workId = await within(actor, tenantId, 'connections.write', async (inside) => {
        const it = await known(inside, connectionId)
        const last = await lastWorkOf(inside, 'backfill', connectionId)
        if (last?.state === 'queued' || last?.state === 'running')
          throw new Conflict('History is being read already. Stop that first.')
        const workId = await begin(inside, 'backfill', connectionId, { from, streams: wantedStreams(deps, it) })
        await write(inside, 'connection.backfill', connectionId, { from })
        return workId
      })
      await nudge(tenantId, 'backfill', workId)
      changed(tenantId)
      return { workId }
    },

    async cancel(actor, tenantId, workId) {
      if (!z.uuid().safeParse(workId).success) throw new NotFound('No such work.')
      const work = await within(actor, tenantId, 'connections.write', async (inside) => {
        if (!(await readWork(inside, workId))) throw new NotFound('No such work.')
        const work = await requestCancel(inside, workId, now())
        await write(inside, 'work.cancelled', workId, { kind: work.kind })
        return work
      })
      await nudge(tenantId, work.kind as NudgeKind, workId)
      notifier.tell({ tenantId, kind: 'work' })
    },

    runs: (actor, tenantId, input) =>
      within(actor, tenantId, 'connections.read', async (inside) => {
        if (input.cursor !== undefined && !/^[\dTZ:.-]{24}\|[\da-f-]{36}$/.test(input.cursor))
          throw new Invalid('This is no page of ours.', 'cursor')
        await requireConnection(inside, input.connectionId)
        return listRuns(inside, input)
      }),
  }
}

/** What every tenant with data needs done by itself. */
const upkeep: readonly (readonly [NudgeKind, string])[] = [
  ['merge-strips', 'daily at 02:10'],
  ['retention', 'daily at 03:30'],
]

/** The address that a provider is given for one kind of delivery of one connection. */
export function webhookUrl(publicUrl: string, connector: string, connectionId: string, kind: string): string {
  return `${publicUrl}/hooks/${connector}/${connectionId}/${kind}`
}

function differs(
  path: string,
  before: { config: Record<string, unknown>; secrets: unknown },
  after: { config: Record<string, unknown>; secrets: Record<string, unknown> },
): boolean {
  const [part = '', ...rest] = path.split('.')
  const name = rest.join('.')
  const was = part === 'secrets' ? ((before.secrets ?? {}) as Record<string, unknown>)[name] : before.config[name]
  const is = part === 'secrets' ? after.secrets[name] : after.config[name]
  return JSON.stringify(was) !== JSON.stringify(is)
}

function backfillView(work: Work, now: Date): NonNullable<Connection['backfill']> {
  const state = BackfillState.safeParse(work.input)
  return {
    workId: work.workId,
    state: work.state,
    from: state.success ? state.data.from : null,
    progress: work.progress,
    etaSeconds: etaSeconds(work, now),
    rowsRead: work.rows,
    say: work.say,
    startedAt: work.startedAt,
    finishedAt: work.finishedAt,
  }
}
