import type { AnyConnector, Reception } from '@throughline/connector-kit'
import { createConnectionCache, type Addressed } from '../connections/connection-cache.ts'
import { connectionsOfAccount } from '../connections/account.store.ts'
import { afterTimeout, type After } from '../notify/index.ts'
import type { IngestDeps } from './deps.ts'
import { addRepeats, countBy } from '../quality/sources/repeat-count.store.ts'
import { createGate, GateFull, type GateOptions } from './gate.ts'
import { sealBody } from './inbox-body.ts'
import { insertDeliveries, type SealedDelivery } from './inbox.store.ts'
import { setAside } from './quarantine.store.ts'
import type { Delivery, Received, Receiver } from './receiver.ts'
import { throttled } from './throttle.ts'

export interface ReceiverDeps extends IngestDeps {
  /** Where providers reach us, without a slash at the end. */
  publicUrl: string
  after?: After
  gate?: GateOptions
}

interface Waiting extends SealedDelivery {
  from: Addressed
}

/** A tenant is nudged at most this often. */
const nudgeGapMs = 100
/** When a tenant's queue is full: the time to write what waits. */
const busyMs = 2_000

export function createReceiver(deps: ReceiverDeps): Receiver {
  const { door, connectors, kit, queue, now, newId } = deps
  const connections = createConnectionCache(deps)
  const nudge = throttled(
    (tenantId) => {
      // The row is durable: a nudge that fails is made up for by the ticker within a second.
      queue.add({ tenantId, kind: 'process-inbox', attempt: 0 }).catch(() => {})
    },
    nudgeGapMs,
    deps.after ?? afterTimeout,
  )
  const gate = createGate<Waiting>(async (tenantId, items) => {
    const [first] = items
    if (!first) return
    await door.withTenant(first.from.actor, tenantId, async (inside) => {
      const fresh = await insertDeliveries(
        inside,
        items.map(({ from: _from, ...delivery }) => delivery),
      )
      // Almost always nothing: then nothing is written.
      const again = items.filter(({ id }) => !fresh.has(id)).map(({ connectionId }) => `connection:${connectionId}`)
      await addRepeats(inside, countBy(again), now())
    })
    nudge(tenantId)
  }, deps.gate)

  async function accept(from: Addressed, kind: string, body: Uint8Array, digest: string): Promise<Received> {
    try {
      await gate.enter(from.tenantId, {
        from,
        id: newId(),
        connectionId: from.connectionId,
        kind,
        receivedAt: now().toISOString(),
        bodyHash: from.keyring.hash('inbox', digest),
        body: sealBody(from.keyring, body),
      })
      return { result: 'accepted' }
    } catch (error) {
      if (error instanceof GateFull) return { result: 'busy', retryAt: new Date(now().getTime() + busyMs) }
      throw error
    }
  }

  /** It was proved, so it is somebody's: set aside to be looked at, and refused with the field's name. */
  async function refuse(
    connector: AnyConnector,
    from: Addressed,
    { kind, request }: Delivery,
    reception: Reception & { outcome: 'malformed' },
  ): Promise<Received> {
    const issues = [{ path: reception.field ?? '', message: reception.detail }]
    // A body that is too long is not kept: its length is all that is wrong with it.
    const { rows, quarantined } =
      reception.status === 413
        ? { rows: [], quarantined: [{ stream: `webhook:${kind}`, issues, raw: '' }] }
        : await kit.readDelivery(connector, kind, request.body, connector.config.parse(from.config))
    if (rows.length === 0)
      await door.withTenant(from.actor, from.tenantId, (inside) =>
        setAside(
          inside,
          from.keyring,
          quarantined.map(({ stream, issues, raw, ...row }) => ({
            ...('key' in row && row.key !== undefined ? { key: row.key } : {}),
            stream,
            issues,
            raw,
            connectionId: from.connectionId,
            origin: 'webhook',
            receivedAt: now().toISOString(),
          })),
          newId,
        ),
      )
    return { result: 'malformed', issues }
  }

  /**
   * A delivery to the one address of a whole app: proved with the app's secret, then each account's part goes to the connections
   * that speak for it, whichever clients' they are. An account that nobody here speaks for is answered alike and kept nowhere.
   */
  async function receiveForApp(connector: AnyConnector, delivery: Delivery): Promise<Received> {
    const app = connector.app?.safeParse(deps.apps?.(connector.id))
    if (!app?.success) return { result: 'unknown' }
    const { kind, request } = delivery
    const reception = await kit.receiveAt({
      connector,
      kind,
      request,
      proof: app.data,
      now: now(),
      publicUrl: addressOf(request),
    })
    switch (reception.outcome) {
      case 'unknown':
        return { result: 'unknown' }
      case 'handshake':
        return { result: 'answer', response: reception.response }
      case 'malformed':
        return { result: 'malformed', issues: [{ path: reception.field ?? '', message: reception.detail }] }
      case 'accepted':
      case 'refused':
        return { result: 'unproved' }
      case 'shared': {
        const kept = reception.parts.map(async ({ account, body, digest }) => {
          const ids = await connectionsOfAccount(door.database, connector.id, account)
          const found = await Promise.all(ids.map((id) => connections.find(id)))
          return Promise.all(found.flatMap((from) => (from ? accept(from, kind, body, digest) : [])))
        })
        const results = (await Promise.all(kept)).flat()
        return results.find(({ result }) => result !== 'accepted') ?? { result: 'accepted' }
      }
    }
  }

  const addressOf = ({ url }: Delivery['request']): string => {
    const { pathname, search } = new URL(url, 'http://localhost')
    return deps.publicUrl + pathname + search
  }

  return {
    async receive(delivery) {
      const connector = Object.hasOwn(connectors, delivery.connector) ? connectors[delivery.connector] : undefined
      if (!connector) return { result: 'unknown' }
      const route = kit.routeOf(connector, delivery.kind)
      if (delivery.connectionId === undefined)
        return route === 'app' ? receiveForApp(connector, delivery) : { result: 'unknown' }
      if (route === 'app') return { result: 'unknown' }
      const from = await connections.find(delivery.connectionId)
      if (!from || from.connector !== connector.id) return { result: 'unknown' }
      const own = kit.forConnection(connector, from.connectionId)
      const reception = await kit.receiveAt({
        connector: own,
        kind: delivery.kind,
        request: delivery.request,
        proof: from.secrets,
        now: now(),
        publicUrl: addressOf(delivery.request),
      })
      switch (reception.outcome) {
        case 'unknown':
          return { result: 'unknown' }
        case 'refused':
          return { result: 'unproved' }
        case 'handshake':
          return { result: 'answer', response: reception.response }
        case 'malformed':
          return refuse(own, from, delivery, reception)
        case 'shared':
          return { result: 'unknown' }
        case 'accepted':
          return accept(from, delivery.kind, delivery.request.body, reception.digest)
      }
    },
  }
}
