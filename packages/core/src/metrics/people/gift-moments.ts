import { isGift } from '../../ledger/index.ts'
import type { GiftColumns } from './columns.ts'
import { dayNumber } from './day-number.ts'
import { collecting, momentsOf, type Moments } from './moments.ts'

/**
 * Every effective gift of everybody known, as known at a batch, by person and in order of time. The tag is the kind of gift.
 * @param columns with seconds, of all days from the first on
 */
export function giftMoments(
  columns: GiftColumns,
  { batch, roots, people }: { batch: number; roots: Uint32Array; people?: Uint8Array | undefined },
): Moments {
  const { contact, kind, sign, sec, recorded } = columns
  const all = collecting(columns.n)
  for (const { day, from, to } of columns.days) {
    const no = dayNumber(day)
    for (let i = from; i < to; i++) {
      if (contact[i] === 0 || !isGift(kind[i]) || (recorded !== null && recorded[i]! > batch)) continue
      const root = roots[contact[i]!]!
      if (people !== undefined && people[root] !== 1) continue
      all.root[all.n] = root
      all.day[all.n] = no
      all.sec[all.n] = sec === null ? 0 : sec[i]!
      all.tag[all.n] = kind[i]!
      all.sign[all.n++] = sign[i] === 1 ? 1 : -1
    }
  }
  return momentsOf(all, roots.length)
}
