import { exponential, type Rng } from '@throughline/stats'
import { createDonors, type Donor, type Donors } from './donor.ts'

/** Who gives next: somebody new, or one of those who gave before, the recent ones sooner. */
export interface Givers {
  next(rng: Rng): Donor
  /** The same people, going on apart from here. */
  copy(): Givers
}

export function createGivers(homeStates: readonly string[]): Givers {
  return going(createDonors(homeStates), [])
}

const newShare = 0.42

function going(donors: Donors, before: Donor[]): Givers {
  return {
    next(rng) {
      if (before.length > 0 && !rng.chance(newShare)) {
        const back = Math.floor(exponential(rng, before.length / 2.5))
        return before[before.length - 1 - (back % before.length)] as Donor
      }
      const donor = donors.invent(rng)
      // Nobody could tell that the same unknown person came again.
      if (!donor.unknown) before.push(donor)
      return donor
    },
    copy: () => going(donors.copy(), [...before]),
  }
}
