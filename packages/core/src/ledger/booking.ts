import type { Cause } from '@throughline/canonical'
import type { Movement } from './movement.ts'
import { movementsOf } from './movements-of.ts'
import type { Standing } from './settle.ts'
import { causeCode, sameEvent, stripEventOf, type StripEntry } from './strip-entry.ts'

/** A movement with the reason it was booked for: one row of a batch. */
export interface BookedMovement extends Movement {
  cause: Cause
}

/** What a batch books: cells that sum to nothing are left out. */
export interface Booking {
  movements: BookedMovement[]
  entries: StripEntry[]
}

export interface Booker {
  /** Books the way from one standing of a record to the next: the old out, the new in. */
  book(change: Change): void
  booking(): Booking
}

interface Change {
  before: Standing | undefined
  /** The zone that `before` was booked in. */
  zoneBefore: string
  after: Standing | undefined
  zoneAfter: string
  cause: Cause
}

/** Collects what one batch books. Every way of writing, and checking, goes through here. */
export function createBooker(batch: number): Booker {
  const cells = new Map<string, BookedMovement>()
  const entries: StripEntry[] = []
  const add = (movements: readonly Movement[], sign: 1 | -1, cause: Cause) => {
    for (const each of movements) {
      const name = cellName({ ...each, cause })
      const cell = cells.get(name)
      if (cell) {
        cell.minor += sign * each.minor
        cell.n += sign * each.n
      } else cells.set(name, { ...each, minor: sign * each.minor, n: sign * each.n, cause })
    }
  }
  return {
    book({ before, zoneBefore, after, zoneAfter, cause }) {
      if (before) add(movementsOf(before, zoneBefore), -1, cause)
      if (after) add(movementsOf(after, zoneAfter), 1, cause)
      const was = before && stripEventOf(before, before.contactNo, zoneBefore)
      const is = after && stripEventOf(after, after.contactNo, zoneAfter)
      if (was && is && sameEvent(was, is)) return
      const shared = { recorded: batch, cause: causeCode(cause) }
      if (was) entries.push({ ...was, ...shared, sign: -1 })
      if (is) entries.push({ ...is, ...shared, sign: 1 })
    },
    booking: () => ({ movements: [...cells.values()].filter(({ minor, n }) => minor !== 0 || n !== 0), entries }),
  }
}

/** Names a cell within a batch. */
export function cellName({ day, hour, kind, currency, recurring, cause }: Omit<BookedMovement, 'minor' | 'n'>): string {
  return `${day} ${hour} ${kind} ${currency} ${recurring} ${cause}`
}
