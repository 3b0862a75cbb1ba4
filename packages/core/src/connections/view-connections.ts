import { Invalid, NotFound } from '@throughline/canonical'
import type { AnyConnector } from '@throughline/connector-kit'
import type { Inside } from '@throughline/db'
import { deliveryCounts } from '../ingest/inbox.store.ts'
import { etaSeconds, lastWorkOf, type Work } from '../jobs/index.ts'
import { BackfillState } from './backfill.ts'
import { canSignIn } from './can-sign-in.ts'
import { completenessOf } from './completeness.store.ts'
import { requireConnection } from './connection.store.ts'
import { may } from '../tenants/may.ts'
import type { Connections } from './connections.ts'
import type { Desk } from './desk.ts'
import { formOf } from './form.ts'
import { freshnessOf } from './freshness.ts'
import { foreignReasons, placesOf, readings, rowCounts, rowsByStream } from './overview.store.ts'
import { readStreams } from './stream-state.store.ts'
import { listRuns } from './sync-run.store.ts'
import type { Connection, ConnectionCard } from './views.ts'

/** Looking at connections. */
export function viewConnections(
  desk: Desk,
): Pick<Connections, 'catalogue' | 'list' | 'across' | 'freshness' | 'read' | 'runs'> {
  const { within } = desk
  const { connectors, kit, now, publicUrl } = desk.deps

  const signsIn = (connector: AnyConnector) => canSignIn(desk.deps, connector)

  const cards = async (inside: Pick<Inside, 'db'>): Promise<ConnectionCard[]> => {
    const counts = await rowCounts(inside)
    const proofs = await completenessOf(inside)
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
      completeness: proofs.get(reading.connectionId) ?? null,
    }))
  }

  return {
    catalogue: (actor, tenantId) =>
      within(actor, tenantId, 'connections.read', async () =>
        Object.values(connectors).map((connector) => ({
          id: connector.id,
          name: connector.name,
          signsIn: signsIn(connector),
          fields: formOf(kit, connector),
          webhookKinds: Object.keys(connector.webhooks),
          outside: connector.elsewhere !== undefined,
        })),
      ),

    list: (actor, tenantId) => within(actor, tenantId, 'connections.read', cards),

    async across(actor) {
      const grants = (await desk.deps.door.grantsOf(actor)).filter(({ role }) => may(role, 'connections.read'))
      if (grants.length === 0) return []
      const ids = grants.map(({ tenantId }) => tenantId)
      return desk.deps.door.withTenants(actor, ids, async (inside) => {
        const places = await placesOf(inside)
        return (await cards(inside)).flatMap((card) => {
          const tenant = places.get(card.connectionId)
          return tenant ? [{ ...card, tenant }] : []
        })
      })
    },

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
        const registration = await lastWorkOf(inside, 'register-webhooks', connectionId)
        return {
          ...card,
          fields: connector ? formOf(kit, connector, row.config) : [],
          signsIn: connector !== undefined && signsIn(connector),
          accounts: row.accounts ?? [],
          webhooks: Object.entries(connector?.webhooks ?? {}).map(([kind, webhook]) => ({
            kind,
            title: webhook.title,
            credentials: webhook.credentials?.map((name) => `secrets.${name}`) ?? [],
            url: webhookUrl(publicUrl, row.connector, webhook.route === 'app' ? undefined : connectionId, kind),
            lastReceivedAt: counts.get(kind)?.lastReceivedAt ?? null,
            received24h: counts.get(kind)?.recent ?? 0,
          })),
          registration: registration ? { state: registration.state, say: registration.say } : null,
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

    runs: (actor, tenantId, input) =>
      within(actor, tenantId, 'connections.read', async (inside) => {
        if (input.cursor !== undefined && !/^[\dTZ:.-]{24}\|[\da-f-]{36}$/.test(input.cursor))
          throw new Invalid('This is no page of ours.', 'cursor')
        await requireConnection(inside, input.connectionId)
        return listRuns(inside, input)
      }),
  }
}

/** The address that a provider is given for one kind of delivery: of one connection, or of the whole app. */
function webhookUrl(publicUrl: string, connector: string, connectionId: string | undefined, kind: string): string {
  return [publicUrl, 'hooks', connector, ...(connectionId === undefined ? [] : [connectionId]), kind].join('/')
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
