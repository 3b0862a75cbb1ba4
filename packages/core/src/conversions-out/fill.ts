import type { ConversionsInput } from '@throughline/connector-kit'
import type { Inside } from '@throughline/db'
import type { ActionRow } from '../actions/action.store.ts'
import type { TenantKeyring } from '../secrets/index.ts'
import type { EventName } from './conversions-out.ts'
import { audited } from '../contacts/contacts.store.ts'
import { eventIdOf, judge, type Judged } from './judge.ts'
import { conversionsOfAction, moveConversions, moveConversionsOf } from './outbox.store.ts'
import { readSwitch, stopSwitch } from './switch.store.ts'

/** What is kept of an action that tells of conversions: nobody's name. Which they are, the outbox says. */
export interface KeptInput {
  chosenAt: string
  eventName: EventName
}

/**
 * What the action is run with, made in the transaction that begins it: who has withdrawn, was erased or was given back meanwhile
 * stays here. The people are read from the vault, which is written down, and live no longer than the request.
 * @returns undefined where nothing is left to be told
 */
export async function fillConversions(
  inside: Inside,
  { actionId, connectionId, attempts }: Pick<ActionRow, 'actionId' | 'connectionId' | 'attempts'>,
  kept: KeptInput,
  { keyring, now }: { keyring: TenantKeyring; now: Date },
): Promise<ConversionsInput | undefined> {
  const rows = await conversionsOfAction(inside, actionId)
  const isOff = (await readSwitch(inside, connectionId))?.state === 'off'
  const { told, untold }: Judged = isOff
    ? { told: [], untold: rows.map((row) => ({ row, why: 'switched_off' })) }
    : await judge(inside, rows, { keyring, eventName: kept.eventName })
  // Begun before: what may not be told any more may have been told then.
  const state = attempts === 0 ? ('refused' as const) : ('unsure' as const)
  for (const [why, of] of Map.groupBy(untold, (each) => each.why))
    await moveConversions(
      inside,
      connectionId,
      of.map(({ row }) => row),
      { state, why, now },
    )
  if (told.length === 0) return undefined
  await audited(inside, {
    at: now,
    action: 'contact.told_of',
    subject: `action:${actionId}`,
    detail: { conversions: told.length },
  })
  return { chosenAt: kept.chosenAt, events: told.map(({ event }) => event), withoutBrowser: 'system_generated' }
}

/** How sending ended, for the conversions that an action was about. */
export type Ending =
  | { state: 'sent'; unsent: readonly { eventId: string; why: string }[] }
  | { state: 'failed' | 'unsure'; why: string }
  /** It was never begun: they wait for the next. */
  | { state: 'queued' }

/** Writes down what became of them, in the transaction that ends the action. What failed stops the switch, in words. */
export async function settleConversions(
  inside: Inside,
  { actionId, connectionId }: Pick<ActionRow, 'actionId' | 'connectionId'>,
  ending: Ending,
  now: Date,
): Promise<void> {
  const open = ['sending', 'unsure'] as const
  if (ending.state === 'queued') return moveConversionsOf(inside, actionId, ['sending'], { state: 'queued', now })
  if (ending.state === 'sent') {
    const whys = new Map(ending.unsent.map(({ eventId, why }) => [eventId, why]))
    const rows = await conversionsOfAction(inside, actionId)
    const left = rows.filter((row) => whys.has(eventIdOf(row)))
    for (const [why, of] of Map.groupBy(left, (row) => whys.get(eventIdOf(row)) ?? ''))
      await moveConversions(inside, connectionId, of, { state: 'refused', why, now })
    return moveConversionsOf(inside, actionId, ['sending'], { state: 'sent', now })
  }
  await moveConversionsOf(inside, actionId, ending.state === 'failed' ? open : ['sending'], { ...ending, now })
  if (ending.state === 'failed') await stopSwitch(inside, connectionId, ending.why)
}

/** A person has looked at what nobody could say. */
export async function settleByHand(
  inside: Inside,
  { actionId }: Pick<ActionRow, 'actionId'>,
  happened: boolean,
  now: Date,
): Promise<void> {
  await moveConversionsOf(inside, actionId, ['unsure'], {
    ...(happened ? { state: 'sent' } : { state: 'failed', why: 'did not happen' }),
    now,
  })
}
