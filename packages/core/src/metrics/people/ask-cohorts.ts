import type { Instant } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { zoneAt } from '../../ledger/index.ts'
import type { Threads } from '../../threads/index.ts'
import { asKnown } from '../as-known.ts'
import { checkRange, type DayRange } from '../compared-range.ts'
import { money, none, number, type MoneyFigure, type NumberFigure } from '../figure.ts'
import { tenantFrame } from '../tenant.store.ts'
import type { Watched } from './cohorts.ts'
import { dayNumber, dayOfNumber } from './day-number.ts'
import { peopleFrame } from './frame.store.ts'
import type { LifetimeValue } from './lifetime-value.ts'
import { workOut } from './people-threads.ts'
import { readActivity, readGifts } from './read-columns.store.ts'
import { readMoney } from './read-money.store.ts'
import { segmentsAsked } from './segments-asked.store.ts'

export interface CohortsInput {
  /** First gifts (and first meetings) lie on these days. */
  range: DayRange
  segment?: string | undefined
  batch?: number | undefined
}

/** Of those who could be watched long enough, those who did it. */
interface WatchedShare extends Watched {
  share: NumberFigure
}

export interface CohortsAnswer {
  batch: number
  recordedAt: Instant | null
  range: DayRange
  currency: string
  /** The last day of which everything is known. */
  through: string
  /** By the month of the first gift. */
  cohorts: {
    month: string
    people: number
    /** A further gift in month 1, 2, 3 after the first: days 30(k−1)+1 to 30k. */
    retained: WatchedShare[]
    repeated: WatchedShare
    /** Net of the first twelve months, of those whose twelve months are over. */
    value: { watched: number; censored: number; mean: MoneyFigure; median: MoneyFigure }
  }[]
  /** By the month in which somebody was first met: the share whose first gift came within 30, 60, 90 days. It says nothing of coming back. */
  firstGifts: { month: string; people: number; within: WatchedShare[] }[]
}

/** The cohort table, as known at a batch. */
export async function askCohorts(
  inTenant: <T>(fn: (inside: Inside) => Promise<T>) => Promise<T>,
  { threads, now }: { threads: Pick<Threads, 'run'> | undefined; now: Date },
  { range, segment, batch: asked }: CohortsInput,
): Promise<CohortsAnswer> {
  checkRange(range)
  const { moment, currency, through, input } = await inTenant(async (inside) => {
    const { batch, recordedAt } = await asKnown(inside, asked)
    const [{ currency: own }, timeZone] = [await tenantFrame(inside), await zoneAt(inside, batch)]
    const frame = await peopleFrame(inside, { batch, timeZone, now })
    const filter = segment === undefined ? {} : { segment: [segment] }
    return {
      moment: { batch, recordedAt },
      currency: own,
      through: frame.through,
      input: {
        activity: await readActivity(inside, { to: range.to, batch }, []),
        gifts: await readGifts(inside, { to: '9999-12-31', batch }),
        money: await readMoney(inside, batch, own),
        ...{ batch, roots: frame.roots },
        people: (await segmentsAsked(inside, { by: null, filter, batch }, frame.roots)).people,
        days: { from: dayNumber(range.from), to: dayNumber(range.to), through: frame.through },
      },
    }
  })
  const found = await workOut(threads, 'cohorts', input, input.activity.n + input.gifts.n + input.money.n)
  const values = new Map(found.values.map((value) => [value.month, value]))
  return {
    ...moment,
    range,
    currency,
    through: dayOfNumber(through),
    cohorts: found.coming.map(({ month, people, retained, repeated }) => ({
      month,
      people,
      retained: retained.map(shareOf),
      repeated: shareOf(repeated),
      value: valueOf(values.get(month), people, currency),
    })),
    firstGifts: found.firstGifts.map(({ within, ...cohort }) => ({ ...cohort, within: within.map(shareOf) })),
  }
}

const shareOf = ({ watched, kept }: Watched): WatchedShare => ({
  ...{ watched, kept },
  share: watched === 0 ? none('no_units') : number(kept / watched),
})

function valueOf(value: LifetimeValue | undefined, people: number, currency: string) {
  const watched = value?.watched ?? 0
  const figure = (minor: number | null | undefined): MoneyFigure =>
    minor === null || minor === undefined
      ? none('no_units')
      : Number.isNaN(minor)
        ? none('rate_missing')
        : money(Math.round(minor), currency)
  return {
    ...{ watched, censored: people - watched },
    mean: figure(value?.mean),
    // Of amounts one of which has no rate, nobody knows which is in the middle.
    median: figure(Number.isNaN(value?.mean) ? NaN : value?.quartiles?.median),
  }
}
