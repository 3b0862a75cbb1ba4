import { createRng, logNormal, type Rng } from '@throughline/stats'

const dayMs = 86_400_000
const yearsBack = 2
const days = 365 * yearsBack

/** What somebody is, whatever their gifts look like: habits drawn first, gifts drawn from them. */
export const kindsOfPeople = [
  'HIGH_SPENDER',
  'FREQUENT_SHOPPER',
  'WEEKEND_SHOPPER',
  'CATEGORY_FOCUSED',
  'LOCATION_CLUSTERED',
  'NEW_SHOPPER',
  'INACTIVE',
  'SEASONAL_SPENDER',
] as const
export type KindOfPerson = (typeof kindsOfPeople)[number]

export interface LabelledPerson {
  kinds: ReadonlySet<KindOfPerson>
  /** What is seen of them, oldest first. */
  gifts: { day: string; amountMinor: number; category: string; region: string }[]
}

interface Habit {
  kinds: Set<KindOfPerson>
  /** Days before the end on which they began and, if they did, stopped. */
  began: number
  stopped: number
  perWeek: number
  amount: number
  /** Of gifts, those on weekends; those in the one category; how many places. */
  weekend: number
  focus: number
  places: number
  /** Months that they give in many times as much as in others. */
  peaks: readonly number[]
}

const categories = ['food', 'water', 'shelter', 'schools', 'clinics', 'parks', 'library', 'winter']
/** Of gifts, those that never reach the client's systems: cash, another name. */
const unseen = 0.04

/**
 * Draws people whose kinds are known, over two years up to a day. Around every kind stand some who nearly are: who like weekends a
 * little, who stopped and began again, who give little and by chance on Saturdays. What is labelled is the habit, not what the gifts
 * happen to show: somebody new may have given under another name before.
 */
export function makeLabelledPeople(seed: string, { people, end }: { people: number; end: string }): LabelledPerson[] {
  const rng = createRng(`segments ${seed}`)
  const habits = Array.from({ length: people }, (_, n) => {
    const own = rng.split(String(n))
    return { own, habit: drawHabit(own) }
  })
  // A high spender is one whose habit comes to as much as that of the top fifth; what they happened to give is drawn from it.
  const worth = habits.map(({ habit }) => habit.perWeek * (habit.began - habit.stopped) * habit.amount)
  const edge = [...worth].sort((a, b) => b - a)[Math.floor(people / 5) - 1] ?? 0
  return habits.map(({ own, habit }, n) => {
    if (worth[n]! >= edge) habit.kinds.add('HIGH_SPENDER')
    return drawPerson(own, habit, end)
  })
}

function drawHabit(rng: Rng): Habit {
  const kinds = new Set<KindOfPerson>()
  const is = (kind: KindOfPerson, probability: number) => {
    const drawn = rng.chance(probability)
    if (drawn) kinds.add(kind)
    return drawn
  }
  const frequent = is('FREQUENT_SHOPPER', 0.06)
  const fresh = is('NEW_SHOPPER', 0.08)
  return {
    kinds,
    began: fresh ? 1 + rng.below(29) : 31 + rng.below(days - 31),
    stopped: !fresh && rng.chance(0.3) ? 31 + rng.below(300) : 0,
    perWeek: frequent ? 3 + 3 * rng.float() : rng.chance(0.1) ? 1 + 0.5 * rng.float() : 0.02 + 0.5 * rng.float() ** 2,
    amount: rng.chance(0.15) ? logNormal(rng, 250, 0.4) : logNormal(rng, 15, 0.6),
    weekend: is('WEEKEND_SHOPPER', 0.15) ? 0.85 + 0.15 * rng.float() : rng.chance(0.1) ? 0.5 : 2 / 7,
    focus: is('CATEGORY_FOCUSED', 0.3) ? 0.65 + 0.35 * rng.float() : rng.chance(0.2) ? 0.3 : 0,
    places: is('LOCATION_CLUSTERED', 0.5) ? 1 + rng.below(2) : 4 + rng.below(5),
    peaks: is('SEASONAL_SPENDER', 0.1) ? [rng.below(12)] : [],
  }
}

function drawPerson(rng: Rng, habit: Habit, end: string): LabelledPerson {
  const last = Date.parse(end)
  const home = categories[rng.below(categories.length)]!
  const places = Array.from({ length: habit.places }, (_, n) => `place ${rng.below(40)}-${n}`)
  const gifts: LabelledPerson['gifts'] = []
  // Some gave under another name before: to the client's systems they look new.
  const renamed = habit.began > 30 && rng.chance(0.01)
  let givenLately = false
  for (let back = habit.began; back >= habit.stopped; back--) {
    const at = new Date(last - back * dayMs)
    const first = back === habit.began
    for (let n = first ? 1 : drawCount(rng, rateOn(habit, at)); n > 0; n--) {
      if (back <= 30) givenLately = true
      if ((renamed && back > 20) || (!first && rng.chance(unseen))) continue
      gifts.push({
        day: at.toISOString().slice(0, 10),
        amountMinor: Math.max(100, Math.round(logNormal(rng, habit.amount, 0.5) * 100)),
        category: rng.chance(habit.focus) ? home : rng.pick(categories),
        region: rng.pick(places),
      })
    }
  }
  const kinds = new Set(habit.kinds)
  // Whoever gave unseen is not inactive, whatever the books say.
  if (!givenLately) kinds.add('INACTIVE')
  if (habit.stopped > 0) kinds.delete('FREQUENT_SHOPPER')
  return { kinds, gifts }
}

/** Expected gifts of a day: over a week they come to `perWeek`, over a year too. */
function rateOn({ perWeek, weekend, peaks }: Habit, at: Date): number {
  const isWeekend = [0, 6].includes(at.getUTCDay())
  const ofDay = isWeekend ? weekend / 2 : (1 - weekend) / 5
  const ofMonth = peaks.length === 0 ? 1 : peaks.includes(at.getUTCMonth()) ? 10 : 0.1
  return perWeek * ofDay * ofMonth
}

/** Poisson, by multiplication (Knuth): rates here are small. */
function drawCount(rng: Rng, rate: number): number {
  const limit = Math.exp(-rate)
  let count = 0
  for (let product = rng.float(); product > limit; product *= rng.float()) count++
  return count
}
