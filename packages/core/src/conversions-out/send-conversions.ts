import type { Inside } from '@throughline/db'
import { insertAction, jobOf } from '../actions/action.store.ts'
import { sealInput } from '../actions/seal-input.ts'
import type { ReadDeps } from '../connections/index.ts'
import { readKnownConnection, type KnownConnection } from '../connections/known-connection.store.ts'
import { dropSchedule, type Handler, type Outcome } from '../jobs/index.ts'
import type { KeptInput } from './fill.ts'
import { judge } from './judge.ts'
import { chooseConversions, moveConversions, queuedConversions } from './outbox.store.ts'
import { conversionAction } from './conversion-action.ts'
import { moveSwitch, newestBatch, readSwitch, type ConversionSwitch } from './switch.store.ts'

/** A slice looks through so many batches, and one action tells of so many conversions. */
const batchesAtOnce = 200
const toldAtOnce = 200

/**
 * Chooses what was recorded since the last time, by number of batch, and hands what may be told to the executor; the nudge names the
 * connection. Choosing and the cursor are one transaction; so are handing over and the note of it.
 */
export function sendConversions(deps: ReadDeps): Handler {
  return async ({ tenantId, ref: connectionId = '' }): Promise<Outcome> => {
    const begun = await deps.door.withTenant(jobOf(tenantId, 'send-conversions'), tenantId, async (inside) => {
      const known = await readKnownConnection(inside, deps.secrets, connectionId, deps.now(), { credentials: false })
      const wanted = await readSwitch(inside, connectionId, { hold: true })
      const connector = known && deps.connectors[known.connector]
      const action = connector && conversionAction(connector)
      if (!known || !wanted || !action || wanted.state === 'off' || known.state === 'disconnected') {
        await dropSchedule(inside, { kind: 'send-conversions', ref: connectionId })
        return undefined
      }
      const more = await choose(inside, wanted, deps.now())
      if (wanted.state !== 'on' || known.state !== 'active') return { more, actionId: undefined }
      const actionId = await handOver(deps, inside, known, wanted, action)
      return { more: more || actionId !== undefined, actionId }
    })
    if (!begun) return 'done'
    const { actionId, more } = begun
    if (actionId !== undefined) {
      await deps.queue.add({ tenantId, kind: 'run-action', ref: actionId, attempt: 0 })
      deps.notifier.tell({ tenantId, kind: 'actions' })
    }
    return more ? 'again' : 'done'
  }
}

async function choose(inside: Inside, { connectionId, since, batch }: ConversionSwitch, now: Date): Promise<boolean> {
  const newest = await newestBatch(inside)
  const upTo = Math.min(newest, batch + batchesAtOnce)
  if (upTo === batch) return false
  await chooseConversions(inside, { connectionId, since, after: batch, upTo, now })
  await moveSwitch(inside, connectionId, upTo)
  return upTo < newest
}

/** Judges the oldest that wait and asks the executor to tell of those that may be told. @returns the action, where there is one */
async function handOver(
  { now, newId }: ReadDeps,
  inside: Inside,
  { connectionId, connector, keyring }: KnownConnection,
  { eventName }: ConversionSwitch,
  { name, title }: { name: string; title: string },
): Promise<string | undefined> {
  const rows = await queuedConversions(inside, connectionId, toldAtOnce)
  const { told, untold } = await judge(inside, rows, { keyring, eventName })
  for (const [why, of] of Map.groupBy(untold, (each) => each.why))
    await moveConversions(
      inside,
      connectionId,
      of.map(({ row }) => row),
      { state: 'refused', why, now: now() },
    )
  if (told.length === 0) return undefined
  const at = now().toISOString()
  const actionId = newId()
  const kept: KeptInput = { chosenAt: at, eventName }
  await insertAction(inside, {
    ...{ actionId, connectionId, connector, name, title },
    ...sealInput(keyring, kept),
    effect: { summary: `Tells of ${told.length} ${told.length === 1 ? 'conversion' : 'conversions'}.` },
    state: 'approved',
    idempotencyKey: `conversions-${actionId}`,
    requestedBy: 'job:send-conversions',
    ...{ requestedAt: at, dueAt: at },
  })
  await moveConversions(
    inside,
    connectionId,
    told.map(({ row }) => row),
    { state: 'sending', actionId, now: now() },
  )
  return actionId
}
