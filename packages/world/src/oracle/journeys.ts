import { wallAt } from './local-time.ts'
import type { Known } from './known.ts'
import { placeOfCode, touchesOf, type OracleTouch } from './touches.ts'
import type { Gift, GiftBack } from './truth.ts'

export type MoneyKind = 'gross' | 'fee' | 'fee_returned' | 'refund' | 'chargeback'

/** One sum of money that moved, on its own day and hour. */
export interface MoneyPart {
  kind: MoneyKind
  day: string
  hour: number
  minor: number
  currency: string
  /** A charge of a plan. */
  recurring: boolean
  region: string | null
}

/** New: the first gift ever; monthly: a later charge of a plan; returning: any other. */
export type DonorType = 'new' | 'returning' | 'monthly'

/** The money of one gift with what led to it. Of a gift that nobody has told of, what went back of it. */
export interface OracleJourney {
  key: string
  person: number
  at: number
  decidedAt: number
  donorType: DonorType
  parts: readonly MoneyPart[]
  touches: readonly OracleTouch[]
  /** Its own code says where it came from. */
  byCode: boolean
}

const dayMs = 86_400_000

function moneyOf({ truth }: Known, gift: Gift | undefined, backs: readonly GiftBack[]): MoneyPart[] {
  const parts: MoneyPart[] = []
  const put = (
    kind: MoneyKind,
    at: number,
    minor: number,
    currency: string,
    of: Gift | undefined,
    recurring: boolean,
  ) => {
    parts.push({ kind, ...wallAt(truth.zone, at), minor, currency, recurring, region: of?.region ?? null })
  }
  if (gift?.status === 'approved') {
    put('gross', gift.at, gift.minor, gift.currency, gift, gift.plan !== null)
    if (gift.fee !== null) put('fee', gift.at, gift.fee, gift.currency, gift, gift.plan !== null)
  }
  for (const back of [...backs].sort((a, b) => a.at - b.at || (a.key < b.key ? -1 : 1))) {
    put(back.chargeback ? 'chargeback' : 'refund', back.at, back.minor, back.currency, gift, false)
    if (back.feeReturned !== null) put('fee_returned', back.at, back.feeReturned, back.currency, gift, false)
  }
  return parts
}

const found = new WeakMap<Known, readonly OracleJourney[]>()

/** Every gift that moved money, with the touches before it. Looked for once. */
export function journeysOf(known: Known): readonly OracleJourney[] {
  const before = found.get(known)
  if (before) return before
  const people = new Set([...known.rows.gift, ...known.rows.back].map(({ person }) => known.personOf(person)))
  const journeys = [...people].flatMap((person) => journeysOfPerson(known, person))
  found.set(known, journeys)
  return journeys
}

function journeysOfPerson(known: Known, person: number): OracleJourney[] {
  const touches = touchesOf(known, person)
  const gifts = known.rows.gift
    .filter((gift) => known.personOf(gift.person) === person)
    .map((gift) => ({
      gift,
      parts: moneyOf(
        known,
        gift,
        known.rows.back.filter(({ of }) => of === gift.key),
      ),
    }))
    .filter(({ parts }) => parts.length > 0)
    .sort((a, b) => a.gift.at - b.gift.at || (a.gift.key < b.gift.key ? -1 : 1))
  let given = 0
  const journeys = gifts.map(({ gift, parts }): OracleJourney => {
    // Charges of a plan are credited as its first one was: it was decided on once.
    const began = gift.plan === null ? undefined : gifts.find((each) => each.gift.plan === gift.plan)?.gift.at
    const decidedAt = began ?? gift.at
    const donorType = given === 0 ? 'new' : gift.plan === null ? 'returning' : 'monthly'
    if (gift.status === 'approved') given += 1
    const place = placeOfCode(known, gift.refcode)
    const before = touches.filter(({ at }) => at <= decidedAt)
    const led = place === undefined ? before : withCode(before, place, decidedAt)
    return {
      key: gift.key,
      person,
      at: gift.at,
      decidedAt,
      donorType,
      parts,
      touches: led,
      byCode: place !== undefined,
    }
  })
  const told = new Set(known.rows.gift.map(({ key }) => key))
  const alone = known.rows.back.filter(({ of, person: who }) => !told.has(of) && known.personOf(who) === person)
  const orphans = [...new Set(alone.map(({ of }) => of))].map((key): OracleJourney => {
    const backs = alone.filter(({ of }) => of === key)
    const at = Math.min(...backs.map((back) => back.at))
    const parts = moneyOf(known, undefined, backs)
    return { key, person, at, decidedAt: at, donorType: 'returning', parts, touches: [], byCode: false }
  })
  return [...journeys, ...orphans]
}

/** The code proves a click: one that was seen within the day before, or one at the moment itself. */
function withCode(before: readonly OracleTouch[], place: OracleTouch['place'], decidedAt: number): OracleTouch[] {
  const seen = before.findLastIndex(
    ({ isView, at, place: there }) =>
      !isView &&
      decidedAt - at <= dayMs &&
      there.channel === place.channel &&
      there.source === place.source &&
      there.campaign === place.campaign,
  )
  const click = before[seen]
  if (click === undefined) return [...before, { at: decidedAt, type: 'click', isView: false, place }]
  const { place: there } = click
  const both = {
    ...there,
    adSet: there.adSet ?? place.adSet,
    ad: there.ad ?? place.ad,
    creative: there.creative ?? place.creative,
    refcode: there.refcode ?? place.refcode,
  }
  return before.with(seen, { ...click, place: both })
}
