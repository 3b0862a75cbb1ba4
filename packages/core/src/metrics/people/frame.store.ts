import type { Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { batchMoment, contactLinks } from '../../ledger/index.ts'
import { addDays } from '../compared-range.ts'
import { todayIn } from '../today.ts'
import { dayNumber } from './day-number.ts'
import { rootTable } from './roots.ts'

/** What every question of people needs: who is whom, and until when everything is known. */
export interface PeopleFrame {
  batch: number
  /** Who each contact is, of every number that was given out: see `rootTable`. */
  roots: Uint32Array
  /** The last day of which all is known, as a number: the day before the one on which the batch was the newest. */
  through: number
  /** The same day by its name. */
  lastDay: Day
  /** The second up to which everything is known. */
  until: number
}

/**
 * @param now what is asked of now is known up to now; what is asked as known at an older batch, up to when that was written
 */
export async function peopleFrame(
  inside: Pick<Inside, 'db'>,
  { batch, timeZone, now }: { batch: number; timeZone: string; now: Date },
): Promise<PeopleFrame> {
  const [links, moment, later, [head]] = await Promise.all([
    contactLinks(inside),
    batchMoment(inside, batch),
    batchMoment(inside, batch + 1),
    inside.db.execute<{ contact_no: number }>(sql`select contact_no from ledger_head`),
  ])
  const at = later?.recordedAt && moment?.recordedAt ? new Date(moment.recordedAt) : now
  const lastDay = addDays(todayIn(timeZone, at).day, -1)
  return {
    batch,
    lastDay,
    roots: rootTable(links, batch, head?.contact_no ?? 0),
    through: dayNumber(lastDay),
    until: Math.floor(at.getTime() / 1000),
  }
}
