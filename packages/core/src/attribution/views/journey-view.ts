import { NotFound } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { netSign } from '../../ledger/net.ts'
import { contactLinks } from '../../ledger/index.ts'
import type { MaskedNames } from '../../metrics/masked-names.ts'
import { derivePeople } from '../derive-people.ts'
import { giveCreditBy } from '../credit/credit-of-journey.ts'
import { journeyName, type Journey } from '../journeys/journey.ts'
import { membersOf } from '../journeys/members-of.ts'
import { isView, type Touch } from '../journeys/touch.ts'
import { inWindow, type Window } from '../models/index.ts'
import { recordNames } from '../names.store.ts'
import type { Place } from '../place.ts'
import { readReaders, type KnownReaders } from '../readers.store.ts'
import { readGround } from './ground.store.ts'
import { journeyAt, neighboursOf } from './journey-at.store.ts'
import type { JourneyView } from './views.ts'

/**
 * One journey with every touch, how each is known, and its credit by every model. Derived anew from the facts, so that what is shown
 * is what they say, with the evidence that is not stored.
 * @throws NotFound
 */
export async function journeyView(
  inside: Inside,
  { maskedNames, known }: { maskedNames: MaskedNames; known: KnownReaders },
  { journeyNo, window: asked }: { journeyNo: number; window?: Window | undefined },
): Promise<JourneyView> {
  const at = await journeyAt(inside, journeyNo)
  if (!at) throw new NotFound('No such journey.')
  const [ground, readers, links] = [
    await readGround(inside, at.type === 'won' ? 'won' : 'gifts'),
    await readReaders(inside, known),
    await contactLinks(inside),
  ]
  const members = membersOf([at.contactNo], links)
  const journeys = await derivePeople(inside, members, { links, readers, timeZone: ground.timeZone })
  const place = journeys.findIndex((each) => journeyName(each) === journeyName(at))
  const journey = journeys[place]
  if (!journey) throw new NotFound('No such journey.')
  const window = asked ?? ground.setting.window
  const [names, donors, neighbours] = [
    await namesOf(inside, journey),
    await maskedNames(inside, [at.contactNo]),
    await neighboursOf(inside, { journeyNo, happenedAt: at.happenedAt }),
  ]
  const iso = (ms: number) => new Date(ms).toISOString()
  const { finding } = journey
  return {
    journeyNo,
    source: journey.source,
    key: journey.key,
    happenedAt: iso(journey.happenedAt),
    decidedAt: iso(journey.decidedAt),
    donor: donors.get(at.contactNo) ?? 'Someone',
    contactNo: at.contactNo,
    customer: journey.customer,
    gross: journey.gross,
    net: journey.net,
    currency: journey.currency,
    form: journey.form,
    tier: journey.tier,
    batch: ground.moment.batch,
    day: journey.day,
    timeZone: ground.timeZone,
    nth: journeys.slice(0, place + 1).filter((each) => isDeal(each) === isDeal(journey)).length,
    givenInAll: journeys.reduce(
      (sum, each) => (each.currency === journey.currency && isDeal(each) === isDeal(journey) ? sum + each.net : sum),
      0,
    ),
    window,
    parts: journey.parts.map(({ day, kind, minor }) => ({ day, kind, minor })),
    finding: {
      label: finding.place && names(finding.place),
      tier: finding.tier,
      evidence: [...finding.evidence],
      trouble: finding.trouble,
      concerns: [...finding.concerns],
      refcodes: { ...journey.codes.refcodes },
    },
    touches: journey.touches.map((touch) => ({
      at: iso(touch.at),
      type: touch.type,
      channel: touch.place.channel,
      label: names(touch.place),
      tier: touch.tier,
      evidence: [...touch.evidence],
      counts: countsIn(window, touch, journey),
      of: touch.of,
      probability: ground.chances?.[touch.place.channel] ?? null,
    })),
    credit: ground.models.map(({ model }) => ({
      model: model.name,
      chosen: model.name === ground.setting.model.name,
      ...creditOf(journey, { model, window }),
    })),
    ...neighbours,
  }
}

const secondsBefore = (touch: Touch, { decidedAt }: Journey) =>
  Math.floor(decidedAt / 1000) - Math.floor(touch.at / 1000)
const countsIn = (window: Window, touch: Touch, journey: Journey): boolean =>
  inWindow(window, secondsBefore(touch, journey), isView(touch.type))

const isDeal = ({ type }: Pick<Journey, 'type'>): boolean => type === 'won'

/** Net by touch: as the ledger of credit has it, each touch standing for itself. */
function creditOf(journey: Journey, by: Parameters<typeof giveCreditBy>[0]): { touches: number[]; sum: number } {
  const give = giveCreditBy(by, (no) => journey.touches[no - 1]?.place.channel ?? null)
  const cells = give({
    ...journey,
    touches: journey.touches.map(({ at, type, tier }, i) => ({
      at: Math.floor(at / 1000),
      type,
      tier,
      placeNo: i + 1,
    })),
    parts: [...journey.parts],
  })
  const touches = journey.touches.map(() => 0)
  let sum = 0
  for (const { kind, currency, minor, placeNo } of cells) {
    if (currency !== journey.currency) continue
    const counted = kind === 'won' ? minor : netSign[kind] * minor
    sum += counted
    if (placeNo > 0) touches[placeNo - 1] = (touches[placeNo - 1] ?? 0) + counted
  }
  return { touches, sum }
}

async function namesOf(inside: Inside, journey: Journey): Promise<(place: Place) => string | null> {
  const places = [
    ...journey.touches.map(({ place }) => place),
    ...(journey.finding.place ? [journey.finding.place] : []),
  ]
  const nameOf = await recordNames(inside, places.flatMap(recordsOf))
  return (place) => {
    for (const record of recordsOf(place)) {
      const name = nameOf(record)
      if (name !== undefined) return name
    }
    return place.ad ?? place.creative ?? place.campaign ?? place.partner ?? place.list ?? place.refcode
  }
}

/** What a place may be called by, the nearest first. */
function recordsOf({ source, ad, creative, campaign }: Place): { kind: string; source: string; key: string }[] {
  if (source === null) return []
  return [
    ...(ad === null ? [] : [{ kind: 'ad', source, key: ad }]),
    ...(creative === null ? [] : [{ kind: 'creative', source, key: creative }]),
    ...(campaign === null ? [] : [{ kind: 'campaign', source, key: campaign }]),
  ]
}
