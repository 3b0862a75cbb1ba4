import type { Cause } from '@throughline/canonical'
import { createBooker, type Booking } from './booking.ts'
import { isCounted } from './movements-of.ts'
import { recordName, type RecordId, type Standing } from './settle.ts'

/** A fact version as it is read back, in the order of batches. */
export interface ReplayedFact extends RecordId, Standing {
  version: number
  batch: number
  cause: Cause
}

/** What a batch should have booked. */
export interface ReplayedBatch {
  batch: number
  booking: Booking
}

/**
 * Works out from fact versions alone what every batch should have booked: the same pure functions as writing uses, over facts in
 * the order in which they were written.
 * @param firstZone the tenant's zone before its first change
 */
export function createReplay(firstZone: string): { next(facts: readonly ReplayedFact[]): ReplayedBatch } {
  const standing = new Map<string, Standing>()
  let zone = firstZone
  return {
    /** All facts of one batch. */
    next(facts) {
      const batch = facts[0]?.batch ?? 0
      const booker = createBooker(batch)
      for (const fact of facts) {
        if (fact.kind === 'time_zone') {
          const zoneAfter = String(fact.value.timeZone)
          for (const each of standing.values())
            booker.book({ before: each, zoneBefore: zone, after: each, zoneAfter, cause: 'zone_change' })
          zone = zoneAfter
        } else if (isCounted(fact.kind)) {
          const name = recordName(fact)
          const after = slim(fact)
          booker.book({ before: standing.get(name), zoneBefore: zone, after, zoneAfter: zone, cause: fact.cause })
          standing.set(name, after)
        }
      }
      return { batch, booking: booker.booking() }
    },
  }
}

const counted = [
  ...['kind', 'type', 'happenedAt', 'sourceDay', 'amount', 'fee', 'feeReturned', 'status', 'plan'],
  ...['breakdown', 'createdAt', 'closedAt', 'state'],
]

/** Only what counting needs: a tenant's whole history is held at once. */
function slim({ value, withdrawn, contactNo }: Standing): Standing {
  const kept = Object.fromEntries(counted.flatMap((field) => (field in value ? [[field, value[field]]] : [])))
  return { value: kept as Standing['value'], withdrawn, contactNo }
}
