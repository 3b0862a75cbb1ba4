import type { Inside } from '@throughline/db'
import { peopleOver } from '../../ledger/index.ts'
import type { ComparedPart } from '../compared-range.ts'
import type { Ask, Cell, MeasureId, MeasureStore } from '../registry/measure.ts'
import { firstDay } from '../tenant.store.ts'
import { secondOf } from '../today.ts'
import { addCells } from './add-cells.ts'

/** Distinct people, from strips: exact at any batch. Days do not add up to a range: who gives on two days is one person. */
export const peopleStore: MeasureStore = { since: firstDay, read }

async function read(inside: Inside, { by, filter, range, batch, currency, timeZone }: Ask): Promise<Cell[]> {
  const sums = addCells<MeasureId>(currency)
  const days = filter.day?.flatMap((day) => day ?? [])
  const ranges = (days?.filter((day) => day >= range.from && day <= range.to) ?? []).map((day) => ({
    from: day,
    to: day,
  }))
  const [people, ...each] = await peopleOver(inside, [boundsOf(range, timeZone), ...ranges], batch)
  if (by === 'day') {
    for (const { day, donors, newDonors } of people?.days ?? []) {
      if (days !== undefined && !days.includes(day)) continue
      sums.count('donors', day, donors)
      sums.count('new_donors', day, newDonors)
    }
    return sums.cells()
  }
  for (const of of days === undefined ? [people] : each) {
    sums.count('donors', null, of?.donors ?? 0)
    sums.count('new_donors', null, of?.newDonors ?? 0)
  }
  return sums.cells()
}

const boundsOf = ({ from, to, hour }: ComparedPart, timeZone: string) => ({
  from,
  to,
  until: hour === null ? undefined : secondOf(to, hour, timeZone),
})
