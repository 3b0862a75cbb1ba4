import type { Donor } from './donor.ts'
import type { Given } from './gift.ts'
import type { Millis } from './line-item.ts'

/** Somebody who gave, and when first. */
export interface Giver {
  donor: Donor
  since: Millis
}

/** The people of these orders whom it `takes`, each once, in the order in which they first gave. */
export function giversOf(orders: readonly Given[], takes: (donor: Donor) => boolean): Giver[] {
  const met = new Map<number, Giver>()
  for (const { donor, placedAt } of [...orders].sort((a, b) => a.placedAt - b.placedAt))
    if (!met.has(donor.donorNo) && takes(donor)) met.set(donor.donorNo, { donor, since: placedAt })
  return [...met.values()]
}
