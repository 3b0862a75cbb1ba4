import { createRng } from '@throughline/stats'
import { clients, type Client } from './client.ts'
import { historyOf, type History } from './history.ts'
import type { Millis } from './line-item.ts'
import { totalsByDay, type DayTotals } from './totals.ts'
import { zoneClock } from './zone-clock.ts'

export type WorldSize = 'full' | 'small'

/** One client with all that happened to it. */
export interface ClientWorld extends History {
  client: Client
  /** By day of the client's zone. */
  totals(until?: Millis): Map<string, DayTotals>
  /** By day Eastern, as the source's own screens count. */
  easternTotals(until?: Millis): Map<string, DayTotals>
}

/** An invented agency's clients and eighteen months of gifts, smallest client first. */
export interface World {
  seed: string
  endInstant: string
  end: Millis
  size: WorldSize
  agency: string
  clients: ClientWorld[]
}

/**
 * Makes a world. Pure: the same seed, end and size give the same world, to the byte.
 * @param endInstant where history ends and the future begins, ISO 8601
 * @example world('demo', '2026-11-20T15:00:00.000Z', 'small').clients[0].totals().get('2026-11-19')
 */
export function world(seed: string, endInstant: string, size: WorldSize = 'full'): World {
  const end = Date.parse(endInstant)
  if (Number.isNaN(end)) throw new RangeError('endInstant is not an instant')
  const rng = createRng(`world ${seed} ${endInstant}`)
  const eastern = zoneClock('America/New_York')
  return {
    seed,
    endInstant,
    end,
    size,
    agency: 'Lantern Field Digital',
    clients: clients.map((client) => {
      const history = historyOf(client, rng.split(client.slug), end, client.lines[size])
      return {
        ...history,
        client,
        totals: (until = end) => totalsByDay(history.lines, history.clock, until),
        easternTotals: (until = end) => totalsByDay(history.lines, eastern, until),
      }
    }),
  }
}
