import type { AnyConnector, Reception } from '@throughline/connector-kit'
import { createConnectionCache, type Addressed } from '../connections/connection-cache.ts'
import { afterTimeout, type After } from '../notify/index.ts'
import type { IngestDeps } from './deps.ts'
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
    await door.withTenant(first.from.actor, tenantId, (inside) =>
      insertDeliveries(
        inside,
        items.map(({ from: _from, ...delivery }) => delivery),
      ),
    )
    nudge(tenantId)
  }, deps.gate)

  async function accept(from: Addressed, delivery: Delivery, digest: string): Promise<Received> {
    const { kind, request } = delivery
    try {
      await gate.enter(from.tenantId, {
        from,
        id: newId(),
        connectionId: from.connectionId,
        kind,
        receivedAt: now().toISOString(),
        bodyHash: from.keyring.hash('inbox', digest),
        body: sealBody(from.keyring, request.body),
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
        : kit.splitDelivery(connector, kind, request.body, connector.config.parse(from.config))
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

  return {
    async receive(delivery) {
      const connector = Object.hasOwn(connectors, delivery.connector) ? connectors[delivery.connector] : undefined
      if (!connector || delivery.connectionId === undefined) return { result: 'unknown' }
      const from = await connections.find(delivery.connectionId)
      if (!from || from.connector !== connector.id) return { result: 'unknown' }
      const path = new URL(delivery.request.url, 'http://localhost')
      const reception = kit.receive({
        connector,
        kind: delivery.kind,
        request: delivery.request,
        proof: from.secrets,
        now: now(),
        publicUrl: deps.publicUrl + path.pathname + path.search,
      })
      switch (reception.outcome) {
        case 'unknown':
          return { result: 'unknown' }
        case 'refused':
          return { result: 'unproved' }
        case 'handshake':
          return { result: 'answer', response: reception.response }
        case 'malformed':
          return refuse(connector, from, delivery, reception)
        case 'shared':
          return { result: 'unknown' }
        case 'accepted':
          return accept(from, delivery, reception.digest)
      }
    },
  }
}
