import type { Cause } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { appendOwnBatch, contactLinks, lockLedger } from '../ledger/index.ts'
import { createCredits } from './credit/credit-cell.ts'
import { appendCredits } from './credit/credit.store.ts'
import { giveCreditBy, type GiveCredit } from './credit/credit-of-journey.ts'
import { noteCodes } from '../matching/index.ts'
import { noteDue } from '../write-back/due.store.ts'
import { derivePeople } from './derive-people.ts'
import { moveAttributionHead, readAttributionHead } from './head.store.ts'
import { dropJourneys, storedJourneys, writeJourneys } from './journeys/journeys.store.ts'
import { membersOf } from './journeys/members-of.ts'
import { movedBy, type Move } from './journeys/moved-by.ts'
import type { StoredJourney } from './journeys/stored-journey.ts'
import type { TenantReaders } from './readers.store.ts'
import { numberPlaces, readPlaces, type Places } from './places.store.ts'
import type { AttributionSetting } from './setting.ts'

/** Why people are gone through, and by what. */
export interface Keeping {
  readers: TenantReaders
  versions: ReadonlyMap<number, AttributionSetting>
  current: AttributionSetting
  /** Why the current setting came to be. */
  cause: Cause
  timeZone: string
  /** Why everybody is being gone through again; null where these people's own facts changed. */
  sweep: Cause | null
  /** Contacts were said to be one, or no longer, in the stretch that is looked at. */
  linked: Cause | null
}

/** What going through people changed. */
export interface Kept {
  /** Undefined where nothing changed: then no number was used. */
  batch: number | undefined
  journeys: number
}

/**
 * Makes the journeys of these people what their facts say, and books the difference in credit, in the transaction that it is handed.
 * What is right already writes nothing, so going through people twice changes nothing.
 */
export async function keepPeople(inside: Inside, contactNos: readonly number[], keeping: Keeping): Promise<Kept> {
  const links = await contactLinks(inside)
  const members = membersOf(contactNos, links)
  const [derived, known] = [await derivePeople(inside, members, { ...keeping, links }), await readPlaces(inside)]
  const stored = await storedJourneys(inside, [...members.values()].flat(), derived)
  const moves = movedBy(stored, derived, { ...keeping, numberOf: known.numberOf })
  if (moves.length === 0) return { batch: undefined, journeys: 0 }

  await lockLedger(inside)
  const head = await readAttributionHead(inside)
  const touched = moves.flatMap(({ after }) => after?.touches.map(({ place }) => place) ?? [])
  const { places, lastNo } = await numberPlaces(inside, touched, known, head.placeNo)
  const { written, journeyNo } = numbered(moves, places, head.journeyNo)
  const { batch } = await appendOwnBatch(inside, 'attribution')
  await appendCredits(inside, batch, creditsOf(written, keeping.versions, places))
  await dropJourneys(
    inside,
    written.flatMap(({ before, after }) => (before && !after ? [before] : [])),
  )
  await writeJourneys(
    inside,
    batch,
    written.flatMap(({ after }) => after ?? []),
  )
  await noteCodes(inside, written)
  await noteDue(
    inside,
    batch,
    written.flatMap(({ before, after }) => [...(before ? [before] : []), ...(after ? [after] : [])]),
  )
  await moveAttributionHead(inside, { ...head, journeyNo, placeNo: lastNo })
  return { batch, journeys: moves.length }
}

/** A move with its numbers. */
interface Written {
  before: StoredJourney | undefined
  after: StoredJourney | undefined
  cause: Cause
}

function numbered(moves: readonly Move[], places: Places, last: number): { written: Written[]; journeyNo: number } {
  let journeyNo = last
  const written = moves.map(({ before, after, cause, modelNo }) => ({
    before,
    after: after && {
      ...after,
      journeyNo: before?.journeyNo ?? ++journeyNo,
      modelNo,
      touches: after.touches.map(({ at, place, type, tier }) => ({
        at: Math.floor(at / 1000),
        placeNo: places.numberOf(place),
        type,
        tier,
      })),
    },
    cause,
  }))
  return { written, journeyNo }
}

/** What was credited out, what is credited in, each by the version that does it. */
function creditsOf(written: readonly Written[], versions: Keeping['versions'], places: Places) {
  const givers = new Map<number, GiveCredit>()
  const giverOf = (modelNo: number): GiveCredit => {
    const known = givers.get(modelNo)
    if (known) return known
    const setting = versions.get(modelNo)
    if (!setting) throw new Error(`credit was given by version ${modelNo}, of which nothing is known`)
    const giver = giveCreditBy(setting, (placeNo) => places.byNo.get(placeNo)?.channel ?? null)
    givers.set(modelNo, giver)
    return giver
  }
  const credits = createCredits()
  for (const { before, after, cause } of written) {
    if (before) credits.add(giverOf(before.modelNo)(before), -1, { cause, modelNo: before.modelNo })
    if (after) credits.add(giverOf(after.modelNo)(after), 1, { cause, modelNo: after.modelNo })
  }
  return credits.movements()
}
