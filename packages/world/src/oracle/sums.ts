import { sumOf, type OracleSum, type Part } from './answer.ts'
import type { OracleAsk } from './ask.ts'
import { eventCells, type EventMeasure } from './event-cells.ts'
import { firstDays } from './first-days.ts'
import { countCells, creditCells, giftCells, isPlain, moneyCells } from './money-cells.ts'
import { newPeople, peopleWhoGave } from './givers.ts'
import { toldCells, type ToldMeasure } from './told-cells.ts'
import type { Known } from './known.ts'
import type { Credit } from './credit.ts'

/** Sums that figures are made of, asked of one tenant as it is known. */
export interface Sums {
  gross(): OracleSum
  net(): OracleSum
  refund(): OracleSum
  refunded(): OracleSum
  recurring(): OracleSum
  gifts(): OracleSum
  chargebacks(): OracleSum
  donors(): OracleSum
  newDonors(): OracleSum
  certain(): OracleSum
  attributed(what: 'gross' | 'net'): OracleSum
  attributedGifts(): OracleSum
  told(measure: ToldMeasure): OracleSum
  events(measure: EventMeasure): OracleSum
  messagesDelivered(): OracleSum
  optOuts(): OracleSum
}

export function sumsOf(known: Known, ask: OracleAsk): Sums {
  const first = firstDays(known)
  const since = isPlain(ask) ? first.money : first.gifts
  const sum = (...parts: Part[]) => sumOf(ask, known.truth.currency, parts)
  const money = (...kinds: (readonly [1 | -1, Credit['kind']])[]) =>
    sum(...kinds.map(([sign, kind]): Part => [sign, moneyCells(known, ask, kind), since]))
  const credited = (isMeant: (credit: Credit) => boolean, sign: 1 | -1 = 1): Part => [
    sign,
    creditCells(known, ask, isMeant),
    first.gifts,
  ]
  const counted = (isMeant: (credit: Credit) => boolean): Part => [1, giftCells(known, ask, isMeant), first.gifts]
  const led =
    (kind: Credit['kind']) =>
    (credit: Credit): boolean =>
      credit.kind === kind && credit.place !== null
  const told = (measure: ToldMeasure): Part => [
    1,
    toldCells(known, measure),
    measure === 'spend' && isByDay(ask) ? first.money : first.told,
  ]
  const events = (measure: EventMeasure): Part => [1, eventCells(known, measure), first.events]
  const people = (count: (known: Known, ask: OracleAsk) => number): OracleSum => {
    if (first.gifts === undefined || ask.to < first.gifts) return { missing: 'nothing_told' }
    const value = count(known, ask)
    return { value, any: value !== 0 }
  }
  return {
    gross: () => money([1, 'gross']),
    net: () => money(...netOf),
    refund: () => money([1, 'refund']),
    refunded: () => money([1, 'refund'], [1, 'chargeback']),
    recurring: () =>
      sum([1, moneyCells(known, ask, 'gross').filter(({ where }) => where.recurring === 'recurring'), since]),
    gifts: () => sum([1, countCells(known, ask, 'gross'), since]),
    chargebacks: () => sum([1, countCells(known, ask, 'chargeback'), since]),
    donors: () => people(peopleWhoGave),
    newDonors: () =>
      isByDay(ask) ? people(newPeople) : sum(counted(({ kind, donorType }) => kind === 'gross' && donorType === 'new')),
    certain: () => sum(credited(led('gross'))),
    attributed: (what) =>
      what === 'gross' ? sum(credited(led('gross'))) : sum(...netOf.map(([sign, kind]) => credited(led(kind), sign))),
    attributedGifts: () => sum(counted(led('gross'))),
    told: (measure) => sum(told(measure)),
    events: (measure) => sum(events(measure)),
    messagesDelivered: () => sum(told('told_delivered'), events('events_delivered')),
    optOuts: () => sum(told('told_opted_out'), events('events_unsubscribed')),
  }
}

/** Net = gross − fees + fees returned − refunds − chargebacks. */
const netOf = [
  [1, 'gross'],
  [-1, 'fee'],
  [1, 'fee_returned'],
  [-1, 'refund'],
  [-1, 'chargeback'],
] as const

const isByDay = ({ filter }: OracleAsk): boolean => Object.keys(filter).every((dimension) => dimension === 'day')
