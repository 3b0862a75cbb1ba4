import { countedPeople, type ActivityQuestion } from './activity-filter.ts'
import type { ActivityColumns } from './columns.ts'
import { dayNumber } from './day-number.ts'
import { collecting, momentsOf, type Moments } from './moments.ts'

/**
 * Every effective event that a filter lets through, by person and in order of time. The tag is what `tagOf` makes of the kind.
 * @param columns with seconds
 */
export function activityMoments(
  columns: ActivityColumns,
  question: ActivityQuestion,
  tagOf: (kind: number) => number = () => 0,
): Moments {
  const { kind, sign, sec } = columns
  const personAt = countedPeople(columns, question)
  const all = collecting(columns.n)
  for (const { day, from, to } of columns.days) {
    const no = dayNumber(day)
    for (let i = from; i < to; i++) {
      const root = personAt(i)
      if (root === 0) continue
      all.root[all.n] = root
      all.day[all.n] = no
      all.sec[all.n] = sec === null ? 0 : sec[i]!
      all.tag[all.n] = tagOf(kind[i]!)
      all.sign[all.n++] = sign[i] === 1 ? 1 : -1
    }
  }
  return momentsOf(all, question.roots.length)
}
