import type { Inside } from '@throughline/db'
import { derivedId, emitEvents } from '../events/index.ts'
import { lockLedger } from '../ledger/index.ts'
import { readSegments, type Segment } from './definitions.store.ts'
import { changedMembers } from './members.ts'
import { standardPrecision } from './standard-precision.ts'
import { erasedAmong, keptMembers, readStates, untold, writeTold } from './state.store.ts'

/** Changes told in one transaction. */
const changesAtOnce = 500

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** A segment's id as events say it, which ask for a UUID. */
export const eventIdOf = (segmentId: string): string =>
  uuid.test(segmentId) ? segmentId : derivedId('segment', segmentId)

/**
 * Tells, in events, of some of the people who came into or went out of a segment since events last told: each change once, in the
 * transaction that notes that it was told. Nobody is told of a segment's first members, of what reading history changed, nor of
 * somebody erased.
 * @returns the batch of the events; undefined where nothing is left to tell
 */
export async function tellChanges(inside: Inside, now: Date): Promise<{ batch: number | undefined } | undefined> {
  await lockLedger(inside)
  const id = await untold(inside)
  if (id === undefined) return undefined
  const [segments, states, kept] = [await readSegments(inside), await readStates(inside), await keptMembers(inside, id)]
  const [segment, state] = [segments.find((each) => each.id === id), states.get(id)]
  if (!segment || !state || !kept) return undefined
  const { entered, gone } = changedMembers(kept.told, kept.members)
  const some = [
    ...entered.map((contactNo) => ({ contactNo, change: 'entered' as const })),
    ...gone.map((contactNo) => ({ contactNo, change: 'left' as const })),
  ].slice(0, changesAtOnce)
  const erased = await erasedAmong(
    inside,
    some.map(({ contactNo }) => contactNo),
  )
  const batch = await emitEvents(
    inside,
    some
      .filter(({ contactNo }) => !erased.has(contactNo))
      .map(({ contactNo, change }) => ({
        type: 'user_segmented' as const,
        of: `${id} ${contactNo} ${change} ${state.batch} ${state.day} ${state.ruleKey}`,
        at: now,
        contactNo,
        properties: { ...propertiesOf(segment), change },
      })),
    now,
  )
  const told = new Set(kept.told)
  for (const { contactNo, change } of some) {
    if (change === 'entered') told.add(contactNo)
    else told.delete(contactNo)
  }
  await writeTold(inside, id, Int32Array.from(told).sort())
  return { batch }
}

/** The score is how often the rule is right on labelled people; of a rule of one's own that is not known. */
function propertiesOf({ id, code, version, standard, changedAt }: Segment): Record<string, unknown> {
  const precision = standard && changedAt === null ? standardPrecision.of[id]?.precision : undefined
  return {
    segment_id: eventIdOf(id),
    segment_type: code,
    segment_version: version,
    ...(precision === undefined ? {} : { segment_score: precision }),
  }
}
