import type { PersonFact } from '../journeys/fact-of-person.ts'

/** A deal with whom it names. */
export interface Deal {
  fact: PersonFact
  /** Whom it names, each the one that stands for all that they are, the primary one first. Empty where nobody is known. */
  people: readonly number[]
  /** When the first record of one of them as a lead, else as a contact, was made at the CRM: epoch milliseconds. */
  leadAt: number | null
}

/** Nobody that is known: whose deals are that name no known contact. */
export const nobody = 0

/** Whose a deal is: its first known contact's. */
export const ownerOf = ({ people }: Pick<Deal, 'people'>): number => people[0] ?? nobody
