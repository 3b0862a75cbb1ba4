import type { WallHour } from './zone-clock.ts'
import { electionDay } from './election-day.ts'

/** How much people give in an hour, relative to other hours of the same client. */
export type Season = (wall: WallHour, push: number) => number

const dayMillis = 86_400_000
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / dayMillis

/** Night to night: quiet till six, a rise through the morning, a second one after supper. */
const hours = [
  0.25, 0.14, 0.09, 0.08, 0.1, 0.2, 0.45, 0.8, 1.1, 1.35, 1.5, 1.45, 1.4, 1.3, 1.25, 1.2, 1.25, 1.35, 1.5, 1.7, 1.75,
  1.5, 1.0, 0.55,
]
/** Monday first. */
const weekdays = [1.05, 1.15, 1.1, 1.1, 1.0, 0.75, 0.8]

const usual = (wall: WallHour, push: number): number => {
  // A push (an email, a text) is felt from ten to ten.
  const felt = wall.hour >= 10 && wall.hour <= 22 ? 1 + push : 1
  return (hours[wall.hour] as number) * (weekdays[wall.weekday - 1] as number) * felt
}

/** Peaks that rise toward a day and are over after it. */
const toward = (day: string, peak: string, span: number): number => {
  const left = daysBetween(day, peak)
  return left < 0 || left > span ? 0 : Math.exp((-3 * left) / span)
}

/** A gala in May and the last weeks of the year. */
export const givingSeason: Season = (wall, push) => {
  const year = Number(wall.day.slice(0, 4))
  const gala = toward(wall.day, `${year}-05-09`, 35)
  const yearEnd = toward(wall.day, `${year}-12-31`, 34)
  const givingTuesday = wall.day === `${year}-12-01` ? 4 : 0
  return usual(wall, push) * (1 + 5 * gala + 6 * yearEnd + givingTuesday)
}

/** Steady, with the last days of each quarter above the rest. */
export const quarterSeason: Season = (wall, push) => {
  const [year, month] = [wall.day.slice(0, 4), Number(wall.day.slice(5, 7))]
  const quarterEnd = ['03-31', '06-30', '09-30', '12-31'][Math.ceil(month / 3) - 1] as string
  return (
    usual(wall, push) * (1 + 1.8 * toward(wall.day, `${year}-${quarterEnd}`, 8) + (wall.day.endsWith('04-22') ? 2 : 0))
  )
}

/** Growing toward a general election, with deadlines at the ends of months; a third of it the day after. */
export const electionSeason: Season = (wall, push) => {
  const year = Number(wall.day.slice(0, 4))
  const inYear = year % 2 === 0 ? electionDay(year) : electionDay(year + 1)
  const over = wall.day > inYear
  const left = daysBetween(wall.day, over ? electionDay(year + 2) : inYear)
  const monthEnd = new Date(Date.UTC(year, Number(wall.day.slice(5, 7)), 0)).toISOString().slice(0, 10)
  const deadline = left < 400 ? 1.6 * toward(wall.day, monthEnd, 4) : 0.4 * toward(wall.day, monthEnd, 4)
  return usual(wall, push) * (0.45 + 4 * Math.exp(-left / 45) + deadline)
}
