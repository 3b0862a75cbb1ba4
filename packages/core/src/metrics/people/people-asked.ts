import type { Inside } from '@throughline/db'
import type { DayRange } from '../compared-range.ts'
import type { GiftColumns } from './columns.ts'
import { dayNumber } from './day-number.ts'
import { markDonors, type DonorType } from './donor-type.ts'
import { giftMoments } from './gift-moments.ts'
import { segmentsAsked } from './segments-asked.store.ts'

/**
 * Whom a question is about, marked by number: a segment, new or returning donors of its days, or both at once. Undefined: everybody.
 * @param gifts from the first day on, where it asks for a type of donors
 */
export async function peopleAsked(
  inside: Inside,
  asked: {
    range: DayRange
    segment: string | undefined
    donorType: DonorType | undefined
    batch: number
    roots: Uint32Array
    gifts: GiftColumns
  },
): Promise<Uint8Array | undefined> {
  const { range, segment, donorType, batch, roots, gifts } = asked
  const filter = segment === undefined ? {} : { segment: [segment] }
  const { people } = await segmentsAsked(inside, { by: null, filter, batch }, roots)
  if (donorType === undefined) return people
  const days = { from: dayNumber(range.from), to: dayNumber(range.to) }
  const donors = markDonors(giftMoments(gifts, { batch, roots }), { ...days, type: donorType, size: roots.length })
  return people === undefined ? donors : donors.map((mark, contact) => mark & (people[contact] ?? 0))
}
