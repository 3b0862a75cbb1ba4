import { deepStrictEqual, strictEqual } from 'node:assert/strict'
import { knownAfter, makeChangeDay, oracleFigures, wallAt } from '@throughline/world/oracle'
import { plain } from '../figure.ts'
import { answerQuestion } from '../query/answer-question.ts'
import { stores } from '../stores/index.ts'
import { usualCredit } from './random-questions.ts'
import { tellTruth, type TruthHouse } from './tell-truth.ts'

const figures = ['gifts', 'raised_gross', 'impressions_first_party'] as const

/**
 * Days of 23, 24, 25, 26 and of half hours more or fewer, in their zones: the hours of the day sum to the day, the day to what happened
 * in it, and every hour of the clock has what an oracle counts in it.
 * @returns how many hours had something in them
 */
export async function checkChangeDays(
  house: TruthHouse,
  { from, count }: { from: number; count: number },
): Promise<number> {
  let hours = 0
  for (let index = from; index < from + count; index += 1) {
    const truth = makeChangeDay(index)
    const { inside } = await tellTruth(house, truth)
    const known = knownAfter(truth)
    const range = { from: truth.changeDay, to: truth.changeDay }
    const named = `${truth.zone} on ${truth.changeDay}`
    const expected = { gifts: 2, raised_gross: 200, impressions_first_party: 4 }
    for (const id of figures) {
      const figure = oracleFigures.get(id)
      const { rows, total } = await inside((it) =>
        answerQuestion(
          it,
          { stores, readers: {}, now: new Date(truth.now) },
          { metrics: [id], range, by: 'hour', limit: 100 },
        ),
      )
      const byHour = new Map(rows.map(({ key, readings: [reading] }) => [key, reading && plain(reading.value)]))
      const sum = [...byHour.values()].reduce<number>((all, value) => all + (value ?? NaN), 0)
      const [day] = total
      strictEqual(sum, day && plain(day.value), `${named}: hours of ${id} sum to the day`)
      strictEqual(sum, truth.hoursOfDay * expected[id], `${named}: ${id} of every moment of the day, and of no other`)
      const clock = new Set(
        known.rows.gift
          .map(({ at }) => wallAt(truth.zone, at))
          .flatMap(({ day: of, hour }) => (of === truth.changeDay ? [String(hour)] : [])),
      )
      deepStrictEqual([...byHour.keys()].sort(), [...clock].sort(), `${named}: the hours that its clock shows`)
      for (const [hour, value] of byHour)
        strictEqual(
          value,
          figure?.(known, { ...range, filter: { hour }, by: usualCredit }).value,
          `${named}, hour ${hour}`,
        )
      hours += byHour.size
    }
  }
  return hours
}
