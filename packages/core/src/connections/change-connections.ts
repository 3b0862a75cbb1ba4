import { Conflict } from '@throughline/canonical'
import type { AnyConnector } from '@throughline/connector-kit'
import {
  dropSchedule,
  ensureSchedule,
  lastWorkOf,
  pauseSchedule,
  requestCancel,
  resumeSchedule,
  type NudgeKind,
} from '../jobs/index.ts'
import { forgetAccounts } from './account.store.ts'
import { canSignIn } from './can-sign-in.ts'
import { checkAndKeep } from './check-connection.ts'
import {
  askCustomer,
  changeConnection,
  customerActed,
  insertConnection,
  nameTaken,
  saveSecrets,
} from './connection.store.ts'
import type { Connections } from './connections.ts'
import type { Desk } from './desk.ts'
import { formOf, parseSettings, withValues } from './form.ts'
import { rowCounts } from './overview.store.ts'
import { wantedStreams } from './read-connection.ts'
import { restartStreams } from './stream-state.store.ts'
import { cancelRuns } from './sync-run.store.ts'

/** How often a connector is read that does not say. */
const usualMinutes = 60

/** What every tenant with data needs done by itself. */
const upkeep: readonly (readonly [NudgeKind, string])[] = [
  ['merge-strips', 'daily at 02:10'],
  ['retention', 'daily at 03:30'],
  ['attribute', 'every 5 minutes'],
  ['segment-people', 'every 60 minutes'],
  ['fit-models', 'daily at 04:20'],
  ['reconcile-matches', 'daily at 04:20'],
  ['watch', 'every 5 minutes'],
]

/** Making, changing, checking, resting and giving up connections. */
export function changeConnections(
  desk: Desk,
): Pick<Connections, 'create' | 'update' | 'check' | 'pause' | 'resume' | 'disconnect'> {
  const { within, write, nudge, changed, connectorOf, known, begin, goOn, offerAddress, deps } = desk
  const { kit, now, newId } = deps

  return {
    async create(actor, tenantId, { connector: id, name, values }) {
      const connector = connectorOf(id)
      const given = withValues(formOf(kit, connector), { config: {}, secrets: {} }, values)
      const signsIn = canSignIn(deps, connector) && Object.keys(given.secrets).length === 0
      const settings = parseSettings(connector, given, { withoutSecrets: signsIn })
      const streams = wantedStreams(deps, { connector: id, config: settings.config })
      const { connectionId, workId, hooksId } = await within(actor, tenantId, 'connections.write', async (inside) => {
        if (await nameTaken(inside, name)) throw new Conflict('Another connection has this name.')
        const connectionId = newId()
        const everyMinutes = everyMinutesOf(connector, streams)
        await insertConnection(
          inside,
          { connectionId, connector: id, name, config: settings.config, everyMinutes },
          now(),
        )
        const keyring = await deps.secrets.forTenant(inside, now())
        if (!signsIn) await saveSecrets(inside, keyring, connectionId, settings.secrets, now())
        else await askCustomer(inside, connectionId, `Sign in at ${connector.name} to finish.`)
        for (const [kind, rule] of upkeep) await ensureSchedule(inside, { scheduleId: newId(), kind, rule }, now())
        await write(inside, 'connection.created', connectionId, { connector: id, name })
        const hooksId = signsIn ? undefined : await offerAddress(inside, { connector: id, connectionId })
        if (streams.length === 0) return { connectionId, hooksId }
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
        const daily = { scheduleId: newId(), kind: 'reconcile' as const, ref: connectionId, rule: 'daily at 04:40' }
        await ensureSchedule(inside, daily, now())
        if (signsIn) return { connectionId }
        return { connectionId, hooksId, workId: await begin(inside, 'backfill', connectionId, { from: null, streams }) }
      })
      if (hooksId !== undefined) await nudge(tenantId, 'register-webhooks', hooksId)
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
      await goOn(actor, tenantId, connectionId)
      changed(tenantId)
    },

    async check(actor, tenantId, connectionId) {
      const it = await within(actor, tenantId, 'connections.write', (inside) => known(inside, connectionId))
      const connector = connectorOf(it.connector)
      const signal = AbortSignal.timeout(20_000)
      const silent = `${connector.name} does not answer at the moment. Please try again in a few minutes.`
      try {
        const fault = await checkAndKeep(deps, it, signal)
        if (fault) return { ok: false, say: fault.outcome === 'later' ? silent : fault.error.say }
      } catch (error) {
        if (signal.aborted) return { ok: false, say: silent }
        throw error
      }
      const hooksId = await within(actor, tenantId, 'connections.write', async (inside) => {
        await customerActed(inside, connectionId)
        return offerAddress(inside, it)
      })
      if (hooksId !== undefined) await nudge(tenantId, 'register-webhooks', hooksId)
      if (it.state === 'needs_customer') await goOn(actor, tenantId, connectionId)
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
      await goOn(actor, tenantId, connectionId)
      changed(tenantId)
    },

    async disconnect(actor, tenantId, connectionId) {
      await within(actor, tenantId, 'connections.write', async (inside) => {
        await known(inside, connectionId)
        await changeConnection(inside, connectionId, { state: 'disconnected', archivedAt: now().toISOString() })
        await forgetAccounts(inside, connectionId)
        for (const kind of ['read-connection', 'reconcile'] as const)
          await dropSchedule(inside, { kind, ref: connectionId })
        await cancelRuns(inside, connectionId, { now: now() })
        const work = await lastWorkOf(inside, 'backfill', connectionId)
        if (work?.state === 'queued' || work?.state === 'running') await requestCancel(inside, work.workId, now())
        await write(inside, 'connection.disconnected', connectionId)
      })
      deps.states.forget(connectionId)
      changed(tenantId)
    },
  }
}

/** As often as the stream that wants it most. */
function everyMinutesOf(connector: AnyConnector, streams: readonly string[]): number {
  const wishes = streams.map((name) => {
    const stream = connector.streams[name]
    return stream?.read ? (stream.everyMinutes ?? usualMinutes) : usualMinutes
  })
  return Math.min(...wishes, 1_440)
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
