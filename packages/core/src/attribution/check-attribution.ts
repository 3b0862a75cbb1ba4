import type { Inside } from '@throughline/db'
import { contactLinks, zoneAt } from '../ledger/index.ts'
import { createCredits, creditName, type CreditCell } from './credit/credit-cell.ts'
import { appendCredits, storedCredits } from './credit/credit.store.ts'
import { giveCreditBy } from './credit/credit-of-journey.ts'
import { differingDeals } from './deals/deal-contacts.store.ts'
import { nobody } from './deals/deal.ts'
import { checkDelivery, repairDelivery, type DeliveryDifference } from './delivery/index.ts'
import { derivePeople } from './derive-people.ts'
import { alone, moveAttributionHead, readAttributionHead } from './head.store.ts'
import { peopleAfter } from './journeys/affected.store.ts'
import { allJourneys, storedJourneys } from './journeys/journeys.store.ts'
import { membersOf } from './journeys/members-of.ts'
import { movedBy } from './journeys/moved-by.ts'
import { readPlaces } from './places.store.ts'
import { readReaders } from './readers.store.ts'
import { readSettings } from './setting.store.ts'
import { isBehind } from './waiting.store.ts'
import { appendOwnBatch, lockLedger } from '../ledger/index.ts'

/** A cell of credit that is not what its journeys come to. */
interface CreditDifference extends Omit<CreditCell, 'minor' | 'micro'> {
  expected: { minor: number; micro: number }
  found: { minor: number; micro: number }
}

export interface AttributionCheck {
  /** Journeys are what their facts say, and credit is what they come to. */
  ok: boolean
  /** Something waits to be followed back: nothing was compared. */
  waiting: boolean
  journeys: number
  /** Journeys that are not what their facts say, by their conversion. */
  differing: { source: string; key: string }[]
  credits: CreditDifference[]
  /** Sums of what platforms and senders report that are not what their facts come to. */
  delivery: DeliveryDifference[]
}

const peopleAtOnce = 500

/** Derives every journey anew and adds their credit up, and delivery. Books nothing. */
export async function checkAttribution(inside: Inside): Promise<AttributionCheck> {
  await alone(inside)
  if (await isBehind(inside)) return { ok: true, waiting: true, journeys: 0, differing: [], credits: [], delivery: [] }
  const [readers, settings, links, timeZone, places] = [
    await readReaders(inside, new Map()),
    await readSettings(inside),
    await contactLinks(inside),
    await zoneAt(inside),
    await readPlaces(inside),
  ]
  const differing: AttributionCheck['differing'] = await differingDeals(inside)
  for (let people = [nobody, ...(await peopleAfter(inside, 0, peopleAtOnce))]; people.length > 0;) {
    const members = membersOf(people, links)
    const derived = await derivePeople(inside, members, { links, readers, timeZone })
    const stored = await storedJourneys(inside, [...members.values()].flat(), derived)
    const moves = movedBy(stored, derived, { ...settings, sweep: 'reprocess', linked: null, numberOf: places.numberOf })
    differing.push(
      ...moves.flatMap(({ before, after }) => before ?? after ?? []).map(({ source, key }) => ({ source, key })),
    )
    people = await peopleAfter(inside, people.at(-1) ?? 0, peopleAtOnce)
  }
  const { journeys, credits } = await compareCredits(
    inside,
    settings.versions,
    (no) => places.byNo.get(no)?.channel ?? null,
  )
  const unique = [...new Map(differing.map((each) => [`${each.source}\0${each.key}`, each])).values()]
  const delivery = await checkDelivery(inside)
  const ok = unique.length === 0 && credits.length === 0 && delivery.length === 0
  return { waiting: false, ok, journeys, differing: unique, credits, delivery }
}

/**
 * Has everybody gone through again under cause `reprocess`, and appends what credit lacks: nothing that was reported from is rewritten.
 * The job does the going through; run it until it is done.
 */
export async function repairAttribution(inside: Inside): Promise<void> {
  await alone(inside)
  await lockLedger(inside)
  const delivery = await checkDelivery(inside)
  if (delivery.length > 0) await repairDelivery(inside, delivery, (await appendOwnBatch(inside, 'attribution')).batch)
  const [settings, places] = [await readSettings(inside), await readPlaces(inside)]
  const { credits } = await compareCredits(inside, settings.versions, (no) => places.byNo.get(no)?.channel ?? null)
  if (credits.length > 0) {
    const missing = createCredits()
    const why = { cause: 'reprocess' as const, modelNo: settings.current.modelNo }
    for (const { expected, found, ...cell } of credits)
      missing.add([{ ...cell, minor: expected.minor - found.minor, micro: expected.micro - found.micro }], 1, why)
    const { batch } = await appendOwnBatch(inside, 'attribution')
    await appendCredits(inside, batch, missing.movements())
  }
  await moveAttributionHead(inside, { ...(await readAttributionHead(inside)), sweep: { to: 0, cause: 'reprocess' } })
}

async function compareCredits(
  inside: Inside,
  versions: Awaited<ReturnType<typeof readSettings>>['versions'],
  channelOf: Parameters<typeof giveCreditBy>[1],
): Promise<{ journeys: number; credits: CreditDifference[] }> {
  const givers = new Map([...versions].map(([modelNo, setting]) => [modelNo, giveCreditBy(setting, channelOf)]))
  const expected = new Map<string, CreditCell>()
  let journeys = 0
  for await (const page of allJourneys(inside))
    for (const journey of page) {
      journeys += 1
      for (const cell of givers.get(journey.modelNo)?.(journey) ?? []) {
        const sum = expected.get(creditName(cell))
        if (sum) {
          sum.minor += cell.minor
          sum.micro += cell.micro
        } else expected.set(creditName(cell), { ...cell })
      }
    }
  const found = new Map((await storedCredits(inside)).map((cell) => [creditName(cell), cell]))
  const credits = [...new Set([...expected.keys(), ...found.keys()])].flatMap((name): CreditDifference[] => {
    const [is, has] = [expected.get(name), found.get(name)]
    const cell = is ?? has
    if (!cell || ((is?.minor ?? 0) === (has?.minor ?? 0) && (is?.micro ?? 0) === (has?.micro ?? 0))) return []
    const { minor: _, micro: __, ...where } = cell
    return [{ ...where, expected: sumOf(is), found: sumOf(has) }]
  })
  return { journeys, credits }
}

const sumOf = (cell: CreditCell | undefined) => ({ minor: cell?.minor ?? 0, micro: cell?.micro ?? 0 })
