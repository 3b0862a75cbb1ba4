import type { AttributionInput } from '@throughline/connector-kit'
import type { Inside } from '@throughline/db'
import type { ActionRow } from '../actions/action.store.ts'
import type { Ending } from '../conversions-out/fill.ts'
import { creditToWrite } from './credit-to-write.ts'
import { failedRunning, moveRow, noteHash, readSwitch, settleRow, stopSwitch, type DueRow } from './write-back.store.ts'

/** What is kept of an action that writes attribution: of whom or of what, never the credit. */
export type KeptDue = Pick<DueRow, 'of' | 'key'>

/** After so many refusals running, writing stops until a person looks. */
const refusalsRunning = 3

/**
 * What the action is run with, worked out in the transaction that begins it: credit as it is now, nothing of who was erased meanwhile.
 * @returns undefined where nothing is left to be written
 */
export async function fillAttribution(
  inside: Inside,
  { actionId, connectionId, connector }: Pick<ActionRow, 'actionId' | 'connectionId' | 'connector'>,
  kept: KeptDue,
  now: Date,
): Promise<AttributionInput | undefined> {
  const wanted = await readSwitch(inside, connectionId)
  const found =
    !wanted || wanted.state === 'off'
      ? { why: 'switched_off' as const }
      : await creditToWrite(inside, kept, { fields: wanted.fields, connector })
  if ('input' in found) {
    await noteHash(inside, actionId, found.hash)
    return found.input
  }
  await moveRow(inside, connectionId, kept, { state: 'refused', why: found.why, now })
  return undefined
}

/** Writes down what became of it, in the transaction that ends the action. What fails several times running stops the switch. */
export async function settleAttribution(
  inside: Inside,
  { actionId, connectionId }: Pick<ActionRow, 'actionId' | 'connectionId'>,
  ending: Ending,
  now: Date,
): Promise<void> {
  if (ending.state === 'sent') return settleRow(inside, actionId, ['sending', 'unsure'], { state: 'written', now })
  if (ending.state === 'queued') return settleRow(inside, actionId, ['sending'], { state: 'due', now })
  await noteHash(inside, actionId, null)
  await settleRow(inside, actionId, ['sending', 'unsure', 'written'], { state: ending.state, why: ending.why, now })
  if (ending.state === 'failed' && (await failedRunning(inside, connectionId, refusalsRunning)))
    await stopSwitch(inside, connectionId, ending.why)
}
