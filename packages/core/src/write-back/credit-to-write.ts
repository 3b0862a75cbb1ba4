import { createHash } from 'node:crypto'
import type { AttributionInput } from '@throughline/connector-kit'
import type { Inside } from '@throughline/db'
import { giveCreditBy } from '../attribution/credit/credit-of-journey.ts'
import { membersOf } from '../attribution/journeys/members-of.ts'
import { storedJourneys } from '../attribution/journeys/journeys.store.ts'
import type { StoredJourney } from '../attribution/journeys/stored-journey.ts'
import { recordNames } from '../attribution/names.store.ts'
import { readPlaces, type NumberedPlace, type Places } from '../attribution/places.store.ts'
import { readSettings } from '../attribution/setting.store.ts'
import { contactLinks } from '../ledger/index.ts'
import { tenantFrame } from '../metrics/tenant.store.ts'
import { anyErased, crmKeys, peopleOfDeal } from './crm-people.store.ts'
import { campaignShares, writtenNames, writtenValues, type WrittenName } from './written-values.ts'
import type { DueRow, WriteBackSwitch } from './write-back.store.ts'

/** The name of a mapping that asks for shares of the CRM's own campaigns; what it is mapped to is their model. */
export const influenceName = 'campaign_influence'

/** What is to be written of one person or deal, or why it is not. */
export type ToWrite = { input: AttributionInput; hash: string } | { why: 'erased' | 'not_in_crm' | 'nothing_mapped' }

/** Works out what one person's or deal's credit comes to now, in the fields of one CRM. */
export async function creditToWrite(
  inside: Inside,
  { of, key }: Pick<DueRow, 'of' | 'key'>,
  { fields, connector }: Pick<WriteBackSwitch, 'fields'> & { connector: string },
): Promise<ToWrite> {
  const { [influenceName]: model, ...mapped } = fields[of]
  if (model === undefined && Object.keys(mapped).length === 0) return { why: 'nothing_mapped' }
  const people =
    of === 'contact' ? await membersOfPerson(inside, Number(key)) : await peopleOfDeal(inside, connector, key)
  if (await anyErased(inside, people)) return { why: 'erased' }
  const keys = of === 'contact' ? await crmKeys(inside, connector, people) : [key]
  if (keys.length === 0) return { why: 'not_in_crm' }
  const { currency } = await tenantFrame(inside)
  const journeys = (
    of === 'contact'
      ? (await storedJourneys(inside, people, [])).filter(({ type }) => type !== 'won' && type !== 'refund')
      : await storedJourneys(inside, [], [{ source: connector, key, type: 'won' }])
  ).filter((journey) => of === 'deal' || journey.currency === currency)
  const { values, influence } = await valuesOf(inside, journeys, { connector, currency })
  const input: AttributionInput = {
    of,
    keys: keys.slice(0, 20),
    fields: Object.fromEntries(
      writtenNames.flatMap((name: WrittenName) => (mapped[name] ? [[mapped[name], values[name]]] : [])),
    ),
    ...(of === 'deal' && model !== undefined ? { influence: { model, shares: influence } } : {}),
  }
  return { input, hash: createHash('sha256').update(JSON.stringify(input)).digest('hex') }
}

async function valuesOf(
  inside: Inside,
  journeys: readonly StoredJourney[],
  { connector, currency }: { connector: string; currency: string },
) {
  const [places, { versions, current }] = [await readPlaces(inside), await readSettings(inside)]
  const ordered = journeys.toSorted((a, b) => a.happenedAt - b.happenedAt)
  const own = ordered[0]?.currency ?? currency
  const cells = ordered
    .flatMap((journey) =>
      giveCreditBy(versions.get(journey.modelNo) ?? current, (no) => places.byNo.get(no)?.channel ?? null)(journey),
    )
    .filter((cell) => cell.currency === own)
  const nameOf = await campaignNames(inside, places, cells)
  return {
    values: writtenValues(
      {
        model: (versions.get(ordered.at(-1)?.modelNo ?? -1) ?? current).model.name,
        currency: own,
        cells,
        first: ordered.find(({ touches }) => touches.length > 0)?.touches[0]?.placeNo ?? 0,
        last: ordered.findLast(({ touches }) => touches.length > 0)?.touches.at(-1)?.placeNo ?? 0,
      },
      (no) => places.byNo.get(no),
      nameOf,
    ),
    influence: campaignShares(cells, (no) => {
      const place = places.byNo.get(no)
      return place?.source === connector ? place.campaign : null
    }),
  }
}

async function campaignNames(
  inside: Inside,
  places: Places,
  cells: readonly { placeNo: number }[],
): Promise<(place: NumberedPlace) => string | null> {
  const recordOf = ({ source, campaign }: NumberedPlace) =>
    source === null || campaign === null ? undefined : { kind: 'campaign', source, key: campaign }
  const records = cells.flatMap(({ placeNo }) => {
    const place = places.byNo.get(placeNo)
    return (place && recordOf(place)) ?? []
  })
  const named = await recordNames(inside, records)
  return (place) => {
    const record = recordOf(place)
    return (record && named(record)) ?? place.campaign ?? place.refcode
  }
}

async function membersOfPerson(inside: Inside, contactNo: number): Promise<number[]> {
  const [members = [contactNo]] = membersOf([contactNo], await contactLinks(inside)).values()
  return members
}
