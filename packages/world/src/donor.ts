import { logNormal, type Rng } from '@throughline/stats'
import { firstNames, lastNames, occupations, places, streets, type Place } from './names.ts'

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
/** Numbers there are to give to those who have nothing else: one hundred lines in each area. */
const numbersToGive = places.length * 100

export interface Donors {
  invent(rng: Rng): Donor
  /** Goes on counting apart from here. */
  copy(): Donors
}

/** Invents donors one after another, mostly from `homeStates`. Email addresses are unique, and so is a number that stands alone. */
export function createDonors(homeStates: readonly string[], inventedBefore = 0, numbersGiven = 0): Donors {
  const near = places.filter(({ state }) => homeStates.includes(state))
  let invented = inventedBefore
  let byNumberAlone = numbersGiven
  return {
    copy: () => createDonors(homeStates, invented, byNumberAlone),
    invent(rng) {
      const donorNo = ++invented
      const firstName = rng.pick(firstNames)
      const lastName = rng.pick(lastNames)
      const place = rng.pick(near.length > 0 && rng.chance(0.65) ? near : places)
      const reach = rng.float()
      const numberAlone = reach > 0.985 && reach < 0.993 && byNumberAlone < numbersToGive
      const hasEmail = reach <= 0.985
      return {
        donorNo,
        firstName,
        lastName,
        email: hasEmail ? `${firstName}.${lastName}${donorNo}@${rng.pick(domains)}`.toLowerCase() : null,
        phone: numberAlone
          ? numberOf(rng, byNumberAlone++)
          : hasEmail && rng.chance(0.6)
            ? phone(rng, place.areaCode, rng.below(100))
            : null,
        street: `${1 + rng.below(999)} ${rng.pick(streets)}`,
        place,
        occupation: rng.pick(occupations),
        level: logNormal(rng, 1, 0.6),
        unknown: !hasEmail && !numberAlone,
      }
    },
  }
}

const numberOf = (rng: Rng, n: number): string => phone(rng, (places[Math.floor(n / 100)] as Place).areaCode, n % 100)

/** The ways people type one number. */
function phone(rng: Rng, area: string, line: number): string {
  const last = String(100 + line).padStart(4, '0')
  return rng.pick([`${area}555${last}`, `(${area}) 555-${last}`, `${area}-555-${last}`, `+1 ${area} 555 ${last}`])
}
