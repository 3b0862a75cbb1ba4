import { Invalid, type Day } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { peopleOver } from '../../ledger/index.ts'
import { dayCount, type ComparedPart } from '../compared-range.ts'
import type { Ask, Cell, MeasureId, MeasureStore } from '../registry/measure.ts'
import { firstDay } from '../tenant.store.ts'
import { secondOf } from '../today.ts'
import { addCells } from './add-cells.ts'

/** Distinct people, from strips: exact at any batch. Days do not add up to a range: who gives on two days is one person. */
export const peopleStore: MeasureStore = { since: firstDay, read }

async function read(inside: Inside, { by, filter, range, batch, currency, timeZone }: Ask): Promise<Cell[]> {
  const sums = addCells<MeasureId>(currency)
  const days = filter.day?.flatMap((day) => day ?? []).filter((day) => day >= range.from && day <= range.to)
  const asked = by === 'day' || days === undefined ? range : followingDays(days.toSorted(), range)
  if (asked === undefined) return []
  const [people] = await peopleOver(inside, [boundsOf(asked, timeZone)], batch)
  const counted =
    by === 'day'
      ? (people?.days ?? []).filter(({ day }) => days?.includes(day) ?? true)
      : [{ day: null, donors: people?.donors ?? 0, newDonors: people?.newDonors ?? 0 }]
  for (const { day, donors, newDonors } of counted) {
    sums.count('donors', day, donors)
    sums.count('new_donors', day, newDonors)
  }
  return sums.cells()
}

/**
 * Days of a filter as a range; undefined where there are none.
 * @throws Invalid where days between them are left out: people are told apart over days that follow each other
 */
function followingDays(days: readonly Day[], { to, hour }: ComparedPart): ComparedPart | undefined {
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return undefined
  if (dayCount({ from: first, to: last }) !== new Set(days).size)
    throw new Invalid(
      'People are counted once over days that follow each other. Ask for a range without gaps, or by day.',
      'filter.day',
    )
  return { from: first, to: last, hour: last === to ? hour : null }
}

const boundsOf = ({ from, to, hour }: ComparedPart, timeZone: string) => ({
  from,
  to,
  until: hour === null ? undefined : secondOf(to, hour, timeZone),
})
