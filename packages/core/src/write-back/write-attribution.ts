import type { AnyConnector } from '@throughline/connector-kit'
import type { Action } from '@throughline/connector-kit'
import type { Inside } from '@throughline/db'
import { insertAction, jobOf } from '../actions/action.store.ts'
import { sealInput } from '../actions/seal-input.ts'
import type { ReadDeps } from '../connections/index.ts'
import { readKnownConnection, type KnownConnection } from '../connections/known-connection.store.ts'
import { dropSchedule, type Handler, type Outcome } from '../jobs/index.ts'
import { batchAt, contactLinks, rootsAt } from '../ledger/index.ts'
import { creditToWrite } from './credit-to-write.ts'
import type { KeptDue } from './fill-attribution.ts'
import { dueRows, moveRow, readSwitch, requeueMet, type WriteBackSwitch } from './write-back.store.ts'

/** So many are handed over in one slice. */
const handedAtOnce = 25

/** A connector's action that takes attribution, with its name; undefined where it has none. */
export function attributionAction(
  connector: Pick<AnyConnector, 'actions'>,
): { name: string; action: Action<unknown, unknown> } | undefined {
  const found = Object.entries(connector.actions).find(([, action]) => action.takes === 'attribution')
  return found && { name: found[0], action: found[1] }
}

/**
 * Hands what is due at one connection to the executor; the nudge names the connection. Handing over and the note of it are one
 * transaction: what was handed over is never handed over again, and what says the same as before is not written again.
 */
export function writeAttribution(deps: ReadDeps): Handler {
  return async ({ tenantId, ref: connectionId = '' }): Promise<Outcome> => {
    const begun = await deps.door.withTenant(jobOf(tenantId, 'write-back'), tenantId, async (inside) => {
      const known = await readKnownConnection(inside, deps.secrets, connectionId, deps.now(), { credentials: false })
      const wanted = await readSwitch(inside, connectionId, { hold: true })
      const connector = known && deps.connectors[known.connector]
      const action = connector && attributionAction(connector)
      if (!known || !wanted || !action || wanted.state === 'off' || known.state === 'disconnected') {
        await dropSchedule(inside, { kind: 'write-back', ref: connectionId })
        return undefined
      }
      if (wanted.state !== 'on' || known.state !== 'active') return undefined
      return handOver(deps, inside, { known, wanted, action })
    })
    if (!begun) return 'done'
    for (const ref of begun.actionIds) await deps.queue.add({ tenantId, kind: 'run-action', ref, attempt: 0 })
    if (begun.actionIds.length > 0) deps.notifier.tell({ tenantId, kind: 'actions' })
    return begun.more ? 'again' : 'done'
  }
}

async function handOver(
  { now, newId }: ReadDeps,
  inside: Inside,
  {
    known: { connectionId, connector, keyring },
    wanted,
    action: { name, action },
  }: { known: KnownConnection; wanted: WriteBackSwitch; action: { name: string; action: Action<unknown, unknown> } },
): Promise<{ actionIds: string[]; more: boolean }> {
  const { batch: upTo } = await batchAt(inside)
  await requeueMet(inside, wanted, { source: connector, upTo, rootOf: rootsAt(await contactLinks(inside), Infinity) })
  const rows = await dueRows(inside, connectionId, handedAtOnce)
  const actionIds: string[] = []
  const at = now().toISOString()
  for (const { of, key, hash, open } of rows) {
    const found = await creditToWrite(inside, { of, key }, { fields: wanted.fields, connector })
    const settle = (state: 'refused' | 'written', why?: string) =>
      moveRow(inside, connectionId, { of, key }, { state, why: why ?? null, now: now() })
    if ('why' in found) {
      await settle('refused', found.why)
      continue
    }
    if (found.hash === hash && !open) {
      await settle('written')
      continue
    }
    const actionId = newId()
    const kept: KeptDue = { of, key }
    await insertAction(inside, {
      ...{ actionId, connectionId, connector, name, title: action.title },
      ...sealInput(keyring, kept),
      effect: { summary: of === 'deal' ? 'Writes the credit of a deal.' : 'Writes the credit of a person.' },
      state: 'approved',
      idempotencyKey: `attribution-${actionId}`,
      requestedBy: 'job:write-back',
      ...{ requestedAt: at, dueAt: at },
    })
    await moveRow(inside, connectionId, { of, key }, { state: 'sending', actionId, now: now() })
    actionIds.push(actionId)
  }
  return { actionIds, more: rows.length === handedAtOnce }
}
