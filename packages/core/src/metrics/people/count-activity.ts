import { countedPeople, type ActivityQuestion } from './activity-filter.ts'
import type { ActivityColumns } from './columns.ts'

/** Distinct people, and how many events of theirs. */
export interface ActivityCount {
  people: number
  events: number
}

/**
 * How many effective events each person has: those put in less those taken back, up to the batch. Contacts that are merged at the
 * batch count as one person. By the person's number.
 */
function eventsByPerson(columns: ActivityColumns, question: ActivityQuestion): Int32Array {
  const counts = new Int32Array(question.roots.length)
  const personAt = countedPeople(columns, question)
  const { n, sign } = columns
  for (let i = 0; i < n; i++) counts[personAt(i)]! += sign[i] === 1 ? 1 : -1
  return counts
}

/** Distinct people with at least one effective event, and all events of theirs. */
export function countActivity(columns: ActivityColumns, question: ActivityQuestion): ActivityCount {
  return countOf(eventsByPerson(columns, question))
}

function countOf(eventsOf: Int32Array): ActivityCount {
  let [people, events] = [0, 0]
  for (let root = 1; root < eventsOf.length; root++)
    if (eventsOf[root]! > 0) {
      people++
      events += eventsOf[root]!
    }
  return { people, events }
}

/**
 * The same for each number of a column: a campaign, a channel, a day. One walk and a sort by counting; people are distinct within
 * each, so that they do not add up.
 * @param column one number for each event
 */
export function countActivityBy(
  columns: ActivityColumns,
  column: ArrayLike<number>,
  question: ActivityQuestion,
): Map<number, ActivityCount> {
  const personAt = countedPeople(columns, question)
  const places = new Map<number, number>()
  const [place, entry] = [new Uint32Array(columns.n), new Int32Array(columns.n)]
  let met = 0
  for (let i = 0; i < columns.n; i++) {
    const root = personAt(i)
    if (root === 0) continue
    const group = column[i]!
    let at = places.get(group)
    if (at === undefined) places.set(group, (at = places.size))
    place[met] = at
    entry[met++] = columns.sign[i] === 1 ? root : -root
  }
  const sorted = sortedBy(place.subarray(0, met), entry, places.size)
  const counts = new Int32Array(question.roots.length)
  return new Map(
    [...places].map(([group, at]) => {
      const entries = sorted.entries.subarray(sorted.from[at], sorted.from[at + 1])
      return [group, countThrough(entries, counts)] as const
    }),
  )
}

/** Counts by the person, and leaves the paper blank. */
function countThrough(entries: Int32Array, counts: Int32Array): ActivityCount {
  for (const each of entries) counts[Math.abs(each)]! += each > 0 ? 1 : -1
  let [people, events] = [0, 0]
  for (const each of entries) {
    const root = Math.abs(each)
    if (counts[root]! > 0) {
      people++
      events += counts[root]!
    }
    counts[root] = 0
  }
  return { people, events }
}

function sortedBy(place: Uint32Array, entry: Int32Array, groups: number): { entries: Int32Array; from: Uint32Array } {
  const from = new Uint32Array(groups + 1)
  for (const at of place) from[at + 1]!++
  for (let at = 0; at < groups; at++) from[at + 1]! += from[at]!
  const next = from.slice()
  const entries = new Int32Array(place.length)
  for (let i = 0; i < place.length; i++) entries[next[place[i]!]!++] = entry[i]!
  return { entries, from }
}
