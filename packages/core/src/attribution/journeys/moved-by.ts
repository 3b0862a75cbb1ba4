import type { Cause } from '@throughline/canonical'
import { isDeepStrictEqual } from 'node:util'
import type { Place } from '../place.ts'
import type { AttributionSetting } from '../setting.ts'
import { journeyName, type Journey } from './journey.ts'
import type { StoredJourney } from './stored-journey.ts'

/** A journey that is to be written, replaced or taken away. */
export interface Move {
  before: StoredJourney | undefined
  after: Journey | undefined
  cause: Cause
  /** The version of the setting that credits it from now on. */
  modelNo: number
}

/** What decides why a journey moves. */
export interface MovedFor {
  current: AttributionSetting
  /** Why the current setting came to be. */
  cause: Cause
  /** Why everybody is being gone through again. */
  sweep: Cause | null
  /** Contacts were said to be one, or no longer, in the stretch that is looked at. */
  linked: Cause | null
  /** 0 where a place has no number yet. */
  numberOf: (place: Place) => number
}

/**
 * What separates journeys as they are stored from what facts say now: nothing for those that are right. Whoever goes through everybody
 * credits by the current setting, so that one who takes over from another leaves nobody with the model before; else what was credited
 * stays with the version that credited it, whatever comes back of it.
 */
export function movedBy(
  stored: readonly StoredJourney[],
  derived: readonly Journey[],
  { current, cause: settingCause, sweep, linked, numberOf }: MovedFor,
): Move[] {
  const before = new Map(stored.map((journey) => [journeyName(journey), journey]))
  const after = new Map(derived.map((journey) => [journeyName(journey), journey]))
  const gone = stored.flatMap((journey): Move[] =>
    after.has(journeyName(journey))
      ? []
      : [{ before: journey, after: undefined, cause: sweep ?? linked ?? 'withdrawn', modelNo: journey.modelNo }],
  )
  const moved = derived.flatMap((journey): Move[] => {
    const was = before.get(journeyName(journey))
    if (!was) return [{ before: undefined, after: journey, cause: journey.cause, modelNo: current.modelNo }]
    const modelNo = sweep === null ? was.modelNo : current.modelNo
    if (modelNo === was.modelNo && isSame(was, journey, numberOf)) return []
    const cause = modelNo === was.modelNo ? (sweep ?? causeOf(was, journey, linked)) : settingCause
    return [{ before: was, after: journey, cause, modelNo }]
  })
  return [...gone, ...moved]
}

/** Money that moved says why; else people became one; else something was learned of it later. */
function causeOf(was: StoredJourney, is: Journey, linked: Cause | null): Cause {
  if (!isDeepStrictEqual(was.parts, is.parts)) return is.cause
  return was.contactNo === is.contactNo ? 'late' : (linked ?? 'late')
}

function isSame(was: StoredJourney, is: Journey, numberOf: MovedFor['numberOf']): boolean {
  const { touches: _, cause: __, ...rest } = is
  const { touches: ___, journeyNo: ____, modelNo: _____, ...stored } = was
  return (
    was.touches.length === is.touches.length &&
    is.touches.every(({ at, place, type, tier }, i) => {
      const touch = was.touches[i]
      return (
        touch?.at === Math.floor(at / 1000) &&
        touch.type === type &&
        touch.tier === tier &&
        touch.placeNo === numberOf(place)
      )
    }) &&
    isDeepStrictEqual(plain(stored), plain(rest))
  )
}

/** As JSON keeps it. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
