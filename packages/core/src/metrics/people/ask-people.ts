import type { Instant } from '@throughline/canonical'
import { deliveryChannels } from '@throughline/canonical/event'
import type { Inside } from '@throughline/db'
import { zoneAt } from '../../ledger/index.ts'
import type { Threads } from '../../threads/index.ts'
import { asKnown } from '../as-known.ts'
import { checkRange, type DayRange } from '../compared-range.ts'
import { columnsOf } from './activity-filter.ts'
import { joinGifts } from './columns.ts'
import type { ActivityCount } from './count-activity.ts'
import { dayOfNumber } from './day-number.ts'
import type { DonorType } from './donor-type.ts'
import { peopleFrame } from './frame.store.ts'
import { namesOf, numbersOf, type NamedEvents } from './numbers-of.store.ts'
import { peopleAsked } from './people-asked.ts'
import { workOut } from './people-threads.ts'
import { readActivity, readGifts, type ExtraColumn } from './read-columns.store.ts'
import type { PeopleBy } from './work.ts'

export interface PeopleInput extends NamedEvents {
  range: DayRange
  segment?: string | undefined
  donorType?: DonorType | undefined
  by?: PeopleBy | undefined
  batch?: number | undefined
}

/** Distinct people: rows do not add up to all, since one person may be in several. */
export interface PeopleAnswer extends ActivityCount {
  batch: number
  recordedAt: Instant | null
  range: DayRange
  rows: ({ key: string | null } & ActivityCount)[]
}

/**
 * Exact distinct people of whom events tell, over any days and filter, as known at a batch.
 * @throws Invalid where no event ever had such a name: not a count of zero
 */
export async function askPeople(
  inTenant: <T>(fn: (inside: Inside) => Promise<T>) => Promise<T>,
  { threads, now }: { threads: Pick<Threads, 'run'> | undefined; now: Date },
  { range, by, segment, donorType, batch: asked, ...named }: PeopleInput,
): Promise<PeopleAnswer> {
  checkRange(range)
  const { moment, nameOf, input } = await inTenant(async (inside) => {
    const { batch, recordedAt } = await asKnown(inside, asked)
    const frame = await peopleFrame(inside, { batch, timeZone: await zoneAt(inside, batch), now })
    const filter = await numbersOf(inside, named, 'filter')
    const extra = new Set<ExtraColumn>(columnsOf(filter))
    if (by !== undefined && by !== 'day' && by !== 'kind') extra.add(by)
    const gifts = donorType === undefined ? joinGifts([]) : await readGifts(inside, { to: range.to, batch })
    const { roots } = frame
    const people = await peopleAsked(inside, { range, segment, donorType, batch, roots, gifts })
    return {
      moment: { batch, recordedAt },
      nameOf: await namesBy(inside, by),
      input: {
        activity: await readActivity(inside, { ...range, batch }, [...extra]),
        question: { filter, batch, roots, people },
        by,
      },
    }
  })
  const { all, rows } = await workOut(threads, 'people', input, input.activity.n)
  return {
    ...moment,
    range,
    ...all,
    rows: [...rows]
      .filter(([, { people }]) => people > 0)
      .map(([no, count]) => ({ key: nameOf(no), ...count }))
      .sort((a, b) => (by === 'day' ? ((a.key ?? '') < (b.key ?? '') ? -1 : 1) : b.people - a.people)),
  }
}

/** What a row's number is called; null: the event named none. */
async function namesBy(inside: Pick<Inside, 'db'>, by: PeopleBy | undefined): Promise<(no: number) => string | null> {
  if (by === undefined || by === 'day') return dayOfNumber
  if (by === 'channel') return (no) => deliveryChannels[no - 1] ?? null
  const names = await namesOf(inside, by)
  return (no) => names.get(no) ?? null
}
