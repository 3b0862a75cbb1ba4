import type { Moments } from './moments.ts'

export const donorTypes = ['new', 'returning'] as const
export type DonorType = (typeof donorTypes)[number]

/**
 * Who of all is a new donor in days [from, to], and who a returning one: the first gift ever lies in the range, or a gift lies before
 * it. Who gave neither by then is neither.
 * @param gifts of everybody, see `giftMoments`
 * @returns marks by number
 */
export function markDonors(
  gifts: Moments,
  { from, to, type, size }: { from: number; to: number; type: DonorType; size: number },
): Uint8Array {
  const marks = new Uint8Array(size)
  for (let i = 0; i < gifts.people.length; i++) {
    const first = gifts.day[gifts.from[i]!]!
    const is = first < from ? 'returning' : first <= to ? 'new' : undefined
    if (is === type) marks[gifts.people[i]!] = 1
  }
  return marks
}

/** Distinct people with an effective gift in days [from, to]. */
export function countGivers(gifts: Moments, { from, to }: { from: number; to: number }): number {
  let givers = 0
  for (let i = 0; i < gifts.people.length; i++)
    for (let at = gifts.from[i]!; at < gifts.from[i + 1]!; at++)
      if (gifts.day[at]! >= from && gifts.day[at]! <= to) {
        givers++
        break
      }
  return givers
}
