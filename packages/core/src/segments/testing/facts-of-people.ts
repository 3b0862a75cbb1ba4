import type { LabelledPerson } from '@throughline/world/segments'
import { stripRows } from '../../ledger/strip-columns.ts'
import { stripKinds, type StripEntry } from '../../ledger/strip-entry.ts'
import { epochDay, walkGiving, type GivingQuestion, type GivingStrip } from '../giving.ts'
import { over, type PeopleFacts, type Trait } from '../measure-columns.ts'

/** Entries of days as the ledger packs them. */
export function stripsOf(entries: readonly StripEntry[]): GivingStrip[] {
  return [...Map.groupBy(entries, ({ day }) => day)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([day, list]) => stripRows(list).map((columns) => ({ ...columns, day })))
}

/** A question of everything, in one currency. */
export const asked = (more: Partial<GivingQuestion> & Pick<GivingQuestion, 'day'>): GivingQuestion => ({
  ...{ batch: 1_000, rootOf: (contact) => contact, lastDays: [28], months: true, currency: 'USD' },
  priced: () => null,
  ...more,
})

export const entry = (contact: number, day: string, more: Partial<StripEntry> = {}): StripEntry => ({
  ...{ day, contact, sec: Date.parse(day) / 1000, kind: stripKinds.gift, amount: 1_000, currency: 'USD' },
  ...{ sign: 1, recorded: 1, cause: 0 },
  ...more,
})

function traitOf(values: readonly (readonly string[])[]): Trait {
  const of = (count: (list: readonly string[]) => number) => Int32Array.from([0, ...values.map(count)])
  const counts = (list: readonly string[]) =>
    [...Map.groupBy(list, (each) => each).values()].map(({ length }) => length)
  return {
    known: of((list) => list.length),
    top: of((list) => Math.max(0, ...counts(list))),
    different: of((list) => counts(list).length),
  }
}

/** People as numbers 1, 2, …, as the ledger would know them on a day. */
export function factsOfPeople(people: readonly LabelledPerson[], day: string): PeopleFacts {
  const entries = people.flatMap(({ gifts }, n) =>
    gifts.map((gift) => entry(n + 1, gift.day, { amount: gift.amountMinor })),
  )
  const giving = walkGiving(stripsOf(entries), asked({ day }))
  return {
    ...{
      today: epochDay(day),
      giving,
      activity: new Map(),
      active: null,
      size: Math.max(giving.size, people.length + 1),
    },
    traits: new Map([
      [over('category', undefined), traitOf(people.map(({ gifts }) => gifts.map(({ category }) => category)))],
      [over('region', undefined), traitOf(people.map(({ gifts }) => gifts.map(({ region }) => region)))],
    ]),
  }
}
