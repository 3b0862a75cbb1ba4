import { formatMoney } from '@throughline/ui/format'
import { words } from '#lib/words.ts'
import { countWord } from '#lib/words/count.ts'
import type { Journey } from './answers.ts'

const w = words.journeys.one

/** A journey in one sentence: how many touches, over how long, and what came how soon after the last. */
export function journeyTitle(
  journey: Pick<Journey, 'touches' | 'gross' | 'currency' | 'happenedAt'>,
  locale: string,
): string {
  const amount = formatMoney({ minor: journey.gross, currency: journey.currency }, locale, { cents: true })
  const counted = journey.touches.filter(({ counts }) => counts)
  const [first, last] = [counted[0], counted.at(-1)]
  if (!first || !last) return w.none(amount)
  const gift = Date.parse(journey.happenedAt)
  const came = counted.length === 1 ? w.touch : w.touches(counted.length, lastsText(gift - Date.parse(first.at)))
  return w.then(came, amount, lastsText(gift - Date.parse(last.at)), last.channel)
}

const minute = 60_000
const units = [
  { unit: 'day', lasts: 1440 * minute, from: 2 },
  { unit: 'hour', lasts: 60 * minute, from: 2 },
  { unit: 'minute', lasts: minute, from: 1 },
] as const

/** How long something was, in words: `four minutes`, `27 days`. */
export function lastsText(ms: number): string {
  for (const { unit, lasts, from } of units) {
    const count = Math.round(ms / lasts)
    if (count < from) continue
    return `${countWord(count).toLowerCase()} ${unit}${count === 1 ? '' : 's'}`
  }
  return words.journeys.one.moments
}

/** The same for a narrow place: `11 days`, `23 h`. */
export function breakText(ms: number): string {
  const hours = Math.round(ms / (60 * minute))
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`
}
