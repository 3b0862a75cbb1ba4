import type { Millis } from '../line-item.ts'
import type { ClientWorld, WorldSize } from '../world.ts'
import type { JourneyBook } from './journey-book.ts'

/** How far back people's ways are told: of the full world's 142,000 gifts those of half a year. */
const days = { full: 180, small: Infinity }
/** Events of one file. */
const atOnce = 10_000

/** Events until the world's end as files of lines, each one that can be brought in by itself; the last months first. */
export function* journeyFiles(place: ClientWorld, book: JourneyBook, { size, end }: { size: WorldSize; end: Millis }) {
  const from = Math.max(place.start, end - days[size] * 86_400_000)
  const gifts = place.orders.filter(({ placedAt }) => placedAt >= from).sort((a, b) => b.placedAt - a.placedAt)
  let lines: string[] = []
  let n = 0
  const events = function* () {
    for (const gift of gifts) yield* book.before(gift)
    yield* book.passing(from, end)
  }
  for (const event of events()) {
    lines.push(JSON.stringify(event))
    if (lines.length < atOnce) continue
    yield { name: fileName((n += 1)), text: lines.join('\n') }
    lines = []
  }
  if (lines.length > 0) yield { name: fileName(n + 1), text: lines.join('\n') }
}

const fileName = (n: number): string => `journeys-${String(n).padStart(2, '0')}.ndjson`
