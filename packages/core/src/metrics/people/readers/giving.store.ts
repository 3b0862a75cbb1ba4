import type { Inside } from '@throughline/db'
import type { Readout, Worth } from '../../registry/metric.ts'
import type { Ask } from '../../registry/measure.ts'
import { dayNumber } from '../day-number.ts'
import { peopleFrame } from '../frame.store.ts'
import { giftMoments } from '../gift-moments.ts'
import type { Moments } from '../moments.ts'
import { personMoney, type MoneyColumns, type PersonMoney } from '../person-money.ts'
import { readGifts } from '../read-columns.store.ts'
import { readMoney } from '../read-money.store.ts'
import { segmentsAsked } from '../segments-asked.store.ts'

export type Asked = Omit<Ask, 'measures'>
/** Days as numbers. `through` is the last day of which everything is known. */
export interface CohortDays {
  from: number
  to: number
  through: number
}

/** Works one figure out of everybody's gifts: of all whom the question is about, and of each of its segments. */
export async function overGifts(
  inside: Inside,
  asked: Asked,
  worth: (gifts: Moments, days: CohortDays) => Worth,
): Promise<Readout> {
  const { batch, range } = asked
  const [frame, columns] = [await peopleFrame(inside, asked), await readGifts(inside, { to: '9999-12-31', batch })]
  const { roots } = frame
  const segments = await segmentsAsked(inside, asked, roots)
  const of = (people: Uint8Array | undefined) =>
    worth(giftMoments(columns, { batch, roots, people }), daysOf(range, frame.through))
  return { total: of(segments.people), rows: segments.rows.map(({ key, people }) => ({ key, worth: of(people) })) }
}

/** The same out of their money. */
export async function overMoney(
  inside: Inside,
  asked: Asked,
  worth: (money: PersonMoney, days: CohortDays, people: Uint8Array | undefined) => Worth,
): Promise<Readout> {
  const { range } = asked
  const [frame, columns] = [await peopleFrame(inside, asked), await moneyOnce(inside, asked)]
  const { roots } = frame
  const segments = await segmentsAsked(inside, asked, roots)
  const of = (people: Uint8Array | undefined) =>
    worth(personMoney(columns, { roots, people }), daysOf(range, frame.through), people)
  return { total: of(segments.people), rows: segments.rows.map(({ key, people }) => ({ key, worth: of(people) })) }
}

const daysOf = ({ from, to }: Asked['range'], through: number): CohortDays => ({
  ...{ from: dayNumber(from), to: dayNumber(to), through },
})

const read = new WeakMap<Inside, Map<string, Promise<MoneyColumns>>>()
/** Several figures of one question read it once: within a transaction the facts of a batch are what they are. */
export function moneyOnce(
  inside: Inside,
  { batch, currency }: Pick<Asked, 'batch' | 'currency'>,
): Promise<MoneyColumns> {
  const known = read.get(inside) ?? new Map<string, Promise<MoneyColumns>>()
  read.set(inside, known)
  const name = `${batch} ${currency}`
  const found = known.get(name) ?? readMoney(inside, batch, currency)
  known.set(name, found)
  return found
}
