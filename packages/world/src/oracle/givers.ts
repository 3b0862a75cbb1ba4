import type { OracleAsk } from './ask.ts'
import { wallAt } from './local-time.ts'
import type { Known } from './known.ts'

/** Days on which each person gave, first to last. */
function daysOfGiving(known: Known): Map<number, string[]> {
  const { truth, rows } = known
  const days = new Map<number, string[]>()
  for (const gift of rows.gift) {
    if (gift.status !== 'approved') continue
    const person = known.personOf(gift.person)
    days.set(person, [...(days.get(person) ?? []), wallAt(truth.zone, gift.at).day].sort())
  }
  return days
}

const daysAsked = ({ from, to, filter }: OracleAsk): [from: string, to: string] =>
  typeof filter.day !== 'string'
    ? [from, to]
    : [filter.day < from ? '9999' : filter.day, filter.day > to ? '0000' : filter.day]

/** Distinct people who gave on these days. */
export function peopleWhoGave(known: Known, ask: OracleAsk): number {
  const [from, to] = daysAsked(ask)
  return [...daysOfGiving(known).values()].filter((days) => days.some((day) => day >= from && day <= to)).length
}

/** People whose first gift ever lies on these days. */
export function newPeople(known: Known, ask: OracleAsk): number {
  const [from, to] = daysAsked(ask)
  return [...daysOfGiving(known).values()].filter(([first = '']) => first >= from && first <= to).length
}
