import type { Sample } from '@throughline/stats'
import type { Moments } from './moments.ts'
import type { PersonMoney } from './person-money.ts'

/** One side of a holdout: whom, how many of them gave, and what they brought net, in minor units. */
export interface Arm {
  people: number
  converted: number
  net: Sample
}

/** What came of those who were treated and those who were held out. */
export interface Arms {
  treated: Arm
  control: Arm
  /** Were both treated and held out: they count on neither side. */
  both: number
  /** Of all, those whose window is not over yet. */
  open: number
}

export const armTags = { treated: 0, control: 1 } as const

/**
 * Conversions and net of each arm. Everybody's window begins when they were first treated or held out and is as long for both; a gift
 * counts on its second, what goes back within the window is taken off. Who was held out and gave all the same counts just as who
 * was treated: that is what a holdout is for.
 * @param assigned by person, tagged by arm: see `armTags`
 * @param window in seconds; `until` is the second up to which everything is known
 */
export function armsOf(
  assigned: Moments,
  money: PersonMoney,
  { window, until }: { window: number; until: number },
): Arms {
  const arms: Arms = { treated: emptyArm(), control: emptyArm(), both: 0, open: 0 }
  let at = 0
  for (let i = 0; i < assigned.people.length; i++) {
    const [begin, end] = [assigned.from[i]!, assigned.from[i + 1]!]
    const tag = assigned.tag[begin]!
    if (assigned.sec[begin]! > until) continue
    if (assigned.tag.subarray(begin, end).some((each) => each !== tag)) {
      arms.both++
      continue
    }
    const since = assigned.sec[begin]!
    if (since + window > until) arms.open++
    while (at < money.people.length && money.people[at]! < assigned.people[i]!) at++
    const person = money.people[at] === assigned.people[i] ? at : undefined
    add(tag === armTags.treated ? arms.treated : arms.control, money, person, since, Math.min(since + window, until))
  }
  return arms
}

const emptyArm = (): Arm => ({ people: 0, converted: 0, net: { n: 0, sum: 0, squares: 0 } })

function add(arm: Arm, money: PersonMoney, person: number | undefined, since: number, end: number): void {
  let [net, gave] = [0, false]
  if (person !== undefined)
    for (let at = money.from[person]!; at < money.from[person + 1]!; at++) {
      if (money.sec[at]! < since || money.sec[at]! > end) continue
      net += money.minor[at]!
      if (money.gross[at] === 1) gave = true
    }
  arm.people++
  if (gave) arm.converted++
  arm.net.n++
  arm.net.sum += net
  arm.net.squares += net ** 2
}
