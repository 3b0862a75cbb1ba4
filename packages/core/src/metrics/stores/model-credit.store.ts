import { Invalid, movementKinds, type Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { readColumns } from '../../attribution/columns/columns.store.ts'
import type { JourneyColumns } from '../../attribution/columns/columns.ts'
import type { CreditCellsInput, ModelCredit } from '../../attribution/compare/credit-cells.ts'
import { modelsToCompare } from '../../attribution/compare/models-to-compare.ts'
import { tiers } from '../../attribution/evidence.ts'
import { readFits } from '../../attribution/fits.store.ts'
import { customers } from '../../attribution/journeys/journey.ts'
import type { Model, ModelName, Window } from '../../attribution/models/index.ts'
import { creditChannels } from '../../attribution/place.ts'
import { readPlaces } from '../../attribution/places.store.ts'
import { readSettings } from '../../attribution/setting.store.ts'
import { daysOf, type DayRange } from '../compared-range.ts'
import type { Ask, MeasureStore } from '../registry/measure.ts'
import { checkedKey, creditStore } from './credit.store.ts'
import { foldCredit, type CreditRow } from './fold-credit.ts'
import { placesAsked } from './places-asked.store.ts'

/** Journeys of some days, in one currency. */
interface Slice extends DayRange {
  currency: string
  columns: JourneyColumns
}
/** A slice with what a model gives of it. */
export interface CreditedSlice extends DayRange {
  currency: string
  cells: readonly ModelCredit[]
}
/** Journeys with what they are to be credited by, on another thread. */
export interface Creditable extends Omit<CreditCellsInput, 'columns' | 'model'> {
  /** The client's own. */
  own: ModelName
  models: readonly Model[]
  slices: readonly Slice[]
}

/** By day every day is a slice of its own. */
const mostDays = 100

/**
 * Reads the journeys of ranges for models that are not the client's own, or another window. Only what is known now can be credited
 * anew.
 * @param model one of them, the client's own where unsaid, or every one that can say something here
 * @throws Invalid where the model cannot say anything here
 */
export async function readSlices(
  inside: Inside,
  {
    model,
    window,
    ranges,
    daily,
    currency,
  }: {
    model: ModelName | 'every' | undefined
    window: Window | undefined
    ranges: readonly DayRange[]
    daily: boolean
    currency: string
  },
): Promise<Creditable> {
  const { current } = await readSettings(inside)
  const models =
    model === 'every'
      ? modelsToCompare(current, await readFits(inside)).map((each) => each.model)
      : [await modelCalled(inside, model, current.model)]
  const { byNo } = await readPlaces(inside)
  const channelOf = new Uint8Array(Math.max(0, ...byNo.keys()) + 1)
  for (const place of byNo.values()) channelOf[place.placeNo] = creditChannels.indexOf(place.channel)
  // Ranges may overlap: what lies in both is credited once.
  const slices = new Map<string, Slice>()
  const read = async (of: Omit<Slice, 'columns'>) => {
    const key = `${of.from} ${of.to} ${of.currency}`
    if (!slices.has(key)) slices.set(key, { ...of, columns: await readColumns(inside, { of: 'gifts', ...of }) })
  }
  for (const range of ranges) {
    const days = daily ? daysOf(range).map((day) => ({ from: day, to: day })) : [range]
    if (days.length > mostDays)
      throw new Invalid(
        `By day, another model than the client’s own can be asked for at most ${mostDays} days. Ask for fewer days, or without the model.`,
        'range.from',
      )
    for (const each of days) await read({ ...each, currency })
    // What needs a rate needs its day.
    for (const { day, currency: other } of await otherDays(inside, range, currency))
      await read({ from: day, to: day, currency: other })
  }
  return { own: current.model.name, models, window: window ?? current.window, channelOf, slices: [...slices.values()] }
}

async function modelCalled(inside: Inside, name: ModelName | undefined, own: Model): Promise<Model> {
  if (name === undefined || name === own.name) return own
  if (name === 'custom')
    throw new Invalid(
      'This client has no rules of its own in force. Save some under Attribution, or ask for another model.',
      'model',
    )
  if (name !== 'markov' && name !== 'shapley_rate') return { name }
  const fit = (await readFits(inside))[name]
  if (!fit)
    throw new Invalid(
      'This model was not fitted yet: it needs journeys that converted and some that did not. Ask for another model.',
      'model',
    )
  return { name, fit }
}

async function otherDays({ db }: Inside, { from, to }: DayRange, currency: string) {
  return db.execute<{ day: Day; currency: string }>(sql`
    select distinct day::text as day, currency from journey_part
    where day between ${from}::date and ${to}::date and currency <> ${currency} order by 1, 2`)
}

/** Credit as a model gave it, in place of what is kept. */
export const modelCreditStore = (slices: readonly CreditedSlice[]): MeasureStore => ({
  since: (inside, batch) => creditStore.since(inside, batch),
  async read(inside, ask) {
    const { by, filter, range } = ask
    const asked = await placesAsked(inside, ask)
    const types = filter.donor_type?.map((key) => customers.indexOf(checkedKey(key, customers, 'donor_type')))
    const sure = filter.tier?.map((key) => tiers.indexOf(checkedKey(key, tiers, 'tier')))
    const wanted = slices.filter(
      ({ from, to }) => from >= range.from && to <= range.to && (filter.day === undefined || filter.day.includes(from)),
    )
    const rows = wanted.flatMap(({ from, currency, cells }): CreditRow[] =>
      cells
        .filter(
          ({ placeNo, tier, customer }) =>
            asked.passes(placeNo) && (types?.includes(customer) ?? true) && (sure?.includes(tier) ?? true),
        )
        .map(({ placeNo, tier, customer, kind, minor, micro }) => ({
          row: rowKey(by, from, asked.rowOf?.(placeNo), tier, customer),
          known: placeNo !== 0,
          certain: tier === 0,
          first: customers[customer] === 'new',
          kind: movementKinds[kind] ?? 'gross',
          currency,
          day: from,
          minor,
          micro,
        })),
    )
    return foldCredit(rows, ask)
  },
})

function rowKey(
  by: Ask['by'],
  day: Day,
  place: string | null | undefined,
  tier: number,
  customer: number,
): string | null {
  if (by === 'day') return day
  if (by === 'tier') return tiers[tier] ?? 'none'
  if (by === 'donor_type') return customers[customer] ?? 'returning'
  return place ?? null
}
