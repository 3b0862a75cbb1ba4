import type { ObservedRow } from '@throughline/connector-kit'
import type { Inside } from '@throughline/db'
import { noteHints } from '../connections/hint.store.ts'
import { readKnownConnection, type KnownConnection } from '../connections/known-connection.store.ts'
import type { Handler } from '../jobs/index.ts'
import { writeBatch } from '../ledger/index.ts'
import { KeyDoesNotOpen } from '../secrets/index.ts'
import { connectorFor } from './connector-for.ts'
import type { IngestDeps } from './deps.ts'
import { openBody } from './inbox-body.ts'
import {
  claimDeliveries,
  dropBodiesOf,
  jobOf,
  markProcessed,
  processedBodies,
  waitingDeliveries,
  type WaitingDelivery,
} from './inbox.store.ts'
import { isPassing, tookTooLong } from './is-passing.ts'
import { observeDelivery, unopenedBody, wholeBody, type ObservedDelivery } from './observe-delivery.ts'
import { setAside } from './quarantine.store.ts'
import { inTurn } from './write-turn.ts'

/** Deliveries taken in one go: one batch of facts. */
const sliceRows = 500
/** The event loop gets its turn after so many are opened and read. */
const breathEvery = 50

interface Opened {
  delivery: WaitingDelivery
  connection: KnownConnection
  bytes: Uint8Array
  observed: ObservedDelivery
  /** Its body does not open: it is set aside as it lies, to be opened when it is tried again. */
  unopened?: true
}

/**
 * One slice of a tenant's inbox: up to 500 deliveries, oldest first, become one batch of facts; rows that cannot be read are set
 * aside alone, and so is a delivery whose body does not open while others do. Batch, quarantine and the mark that they are done are one transaction: a kill loses and repeats nothing.
 */
export function processInbox(deps: IngestDeps): Handler {
  return async ({ tenantId }, { until, signal }) => {
    for (;;) {
      const taken = await processSome(deps, tenantId)
      if (taken < sliceRows) return 'done'
      if (signal.aborted || deps.now() >= until) return 'again'
    }
  }
}

/** @returns how many deliveries were taken */
async function processSome(deps: IngestDeps, tenantId: string): Promise<number> {
  const actor = jobOf(tenantId, 'process-inbox')
  const { deliveries, connections } = await deps.door.withTenant(actor, tenantId, async (inside) => {
    const deliveries = await waitingDeliveries(inside, sliceRows)
    const connections = new Map<string, KnownConnection>()
    for (const id of new Set(deliveries.map(({ connectionId }) => connectionId))) {
      const known = await readKnownConnection(inside, deps.secrets, id, deps.now(), { credentials: false })
      if (known) connections.set(id, known)
    }
    return { deliveries, connections }
  })
  const opened: Opened[] = []
  let unopened = 0
  for (const [index, delivery] of deliveries.entries()) {
    const connection = connections.get(delivery.connectionId)
    if (connection) {
      const it = await openDelivery(deps, delivery, connection)
      if (it.unopened) unopened += 1
      opened.push(it)
    }
    if (index % breathEvery === breathEvery - 1) await new Promise((resolve) => setImmediate(resolve))
  }
  if (unopened > 0 && unopened === opened.length) await refuseWithoutProof(deps, tenantId, opened)
  else if (opened.length > 0) deps.secrets.opened(tenantId)
  await write(deps, tenantId, opened)
  return deliveries.length
}

/**
 * None of them opens: unless an earlier delivery still does, it is the key that is wrong and not they.
 * @throws KeyDoesNotOpen where nothing says that the key is right
 */
async function refuseWithoutProof(deps: IngestDeps, tenantId: string, [first]: readonly Opened[]): Promise<void> {
  const earlier = await deps.door.withTenant(jobOf(tenantId, 'process-inbox'), tenantId, (inside) =>
    processedBodies(inside, 5),
  )
  const keyring = first?.connection.keyring
  if (keyring && earlier.some((body) => opens(keyring, body))) return deps.secrets.opened(tenantId)
  deps.secrets.refused(tenantId)
  throw new KeyDoesNotOpen('No delivery of this client opens with the keys that are here.')
}

function opens(keyring: KnownConnection['keyring'], body: Uint8Array): boolean {
  try {
    return openBody(keyring, body).length >= 0
  } catch {
    return false
  }
}

async function openDelivery(deps: IngestDeps, delivery: WaitingDelivery, connection: KnownConnection): Promise<Opened> {
  let bytes: Uint8Array
  try {
    bytes = openBody(connection.keyring, delivery.body)
  } catch (error) {
    const observed = { rows: [], quarantined: [unopenedBody(delivery.kind, delivery.body, error)] }
    return { delivery, connection, bytes: new Uint8Array(), observed, unopened: true }
  }
  const connector = connectorFor(deps, connection)
  const observed = connector
    ? await observeDelivery(deps.kit, connector, delivery.kind, bytes, connection.config)
    : { rows: [], quarantined: [wholeBody(delivery.kind, bytes, new Error('no such connector'))] }
  return { delivery, connection, bytes, observed }
}

/**
 * Writes them together; where that fails for a reason of their own, or takes too long, halves it until the one that is at fault stands alone, sets
 * that one aside whole, and the others go through.
 */
async function write(deps: IngestDeps, tenantId: string, opened: readonly Opened[]): Promise<void> {
  if (opened.length === 0) return
  try {
    await writeTogether(deps, tenantId, opened)
  } catch (error) {
    if (isPassing(error) && !tookTooLong(error)) throw error
    const [only] = opened
    if (opened.length > 1 || !only) {
      const middle = Math.ceil(opened.length / 2)
      await write(deps, tenantId, opened.slice(0, middle))
      await write(deps, tenantId, opened.slice(middle))
    } else if (only.observed.rows.length > 0) {
      const observed = { rows: [], quarantined: [wholeBody(only.delivery.kind, only.bytes, error)] }
      await writeTogether(deps, tenantId, [{ ...only, observed }])
    } else throw error
  }
}

async function writeTogether(deps: IngestDeps, tenantId: string, opened: readonly Opened[]): Promise<void> {
  const now = deps.now()
  const named = new Set<string>()
  const write = async (inside: Inside) => {
    const claimed = await claimDeliveries(
      inside,
      opened.map(({ delivery }) => delivery.id),
    )
    const ours = opened.filter(({ delivery }) => claimed.has(delivery.id))
    let newest: number | undefined
    for (const [, group] of Map.groupBy(ours, ({ connection }) => connection.connectionId)) {
      const [first] = group
      if (!first) continue
      const { keyring, connectionId } = first.connection
      const rows: ObservedRow[] = group.flatMap(({ observed }) => observed.rows)
      const outcome = await writeBatch(inside, { rows, connectionId, origin: 'inbox', now, keyring })
      let at = 0
      await markProcessed(
        inside,
        group.map(({ delivery, observed }) => {
          const speaksOf = outcome.contactNosOf.slice(at, (at += observed.rows.length)).flat()
          return { id: delivery.id, batch: outcome.batch ?? null, contactNos: [...new Set(speaksOf)] }
        }),
        now,
      )
      await dropBodiesOf(
        inside,
        outcome.erasedContactNos,
        group.map(({ delivery }) => delivery.id),
      )
      await setAside(
        inside,
        keyring,
        group.flatMap(({ delivery, observed }) =>
          observed.quarantined.map((row) => ({
            ...row,
            connectionId,
            origin: 'webhook' as const,
            originId: delivery.id,
            receivedAt: delivery.receivedAt,
          })),
        ),
        deps.newId,
      )
      const hints = group.flatMap(({ observed }) => observed.hints ?? [])
      await noteHints(inside, connectionId, hints, now)
      if (hints.length > 0) named.add(connectionId)
      newest = outcome.batch ?? newest
    }
    return newest
  }
  const batch = await inTurn(deps.door, tenantId, () =>
    deps.door.withTenant(jobOf(tenantId, 'process-inbox'), tenantId, write),
  )
  if (batch !== undefined) deps.notifier.tell({ tenantId, kind: 'batch', batch })
  for (const ref of named) await deps.queue.add({ tenantId, kind: 'fetch-hints', ref, attempt: 0 }, { ifNone: true })
  if (opened.some(({ observed }) => observed.quarantined.length > 0))
    deps.notifier.tell({ tenantId, kind: 'connections' })
}
