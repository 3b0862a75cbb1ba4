import { logNormal, type Rng } from '@throughline/stats'
import { firstNames, lastNames, occupations, places, streets, type Place } from './names.ts'
import { createNumbers, type Numbers } from './numbers.ts'

/** A person who gives, invented. `donorNo` is who they are, whatever they write about themselves. */
export interface Donor {
  donorNo: number
  firstName: string
  lastName: string
  email: string | null
  /** As they type it; exchange 555, lines 0100–0199, which no one has. */
  phone: string | null
  street: string
  place: Place
  occupation: string
  /** How generous: 1 is the middle. */
  level: number
  /** Neither address nor number: nobody can be recognised by it, so such a donor gives once. */
  unknown: boolean
}

const domains = ['example.com', 'example.org', 'example.net']

export interface Donors {
  invent(rng: Rng): Donor
  /** Goes on counting apart from here. */
  copy(): Donors
}

/** Invents donors one after another, mostly from `homeStates`. Email addresses and phone numbers are one person's alone. */
export function createDonors(
  homeStates: readonly string[],
  inventedBefore = 0,
  numbers: Numbers = createNumbers(),
): Donors {
  const near = places.filter(({ state }) => homeStates.includes(state))
  let invented = inventedBefore
  return {
    copy: () => createDonors(homeStates, invented, numbers.copy()),
    invent(rng) {
      const donorNo = ++invented
      const firstName = rng.pick(firstNames)
      const lastName = rng.pick(lastNames)
      const place = rng.pick(near.length > 0 && rng.chance(0.65) ? near : places)
      const reach = rng.float()
      const hasEmail = reach <= 0.985
      const hasPhone = hasEmail ? rng.chance(0.6) : reach < 0.993
      const phone = hasPhone ? (numbers.next(rng, place.areaCode) ?? null) : null
      return {
        donorNo,
        firstName,
        lastName,
        email: hasEmail ? `${firstName}.${lastName}${donorNo}@${rng.pick(domains)}`.toLowerCase() : null,
        phone,
        street: `${1 + rng.below(999)} ${rng.pick(streets)}`,
        place,
        occupation: rng.pick(occupations),
        level: logNormal(rng, 1, 0.6),
        unknown: !hasEmail && phone === null,
      }
    },
  }
}
