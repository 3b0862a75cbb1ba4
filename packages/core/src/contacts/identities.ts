import type { Person } from '@throughline/canonical'
import { normaliseEmail, normalisePhone } from './normalise.ts'

/** One way of knowing a person, before hashing. */
interface Identity {
  /** `email`, `phone`, `id:actblue:donor`, `anonymous:actblue`. */
  kind: string
  text: string
}

/** How a record knows its person. */
export interface PersonIdentities {
  /** The one that finds the contact: the first present of email, phone, the source's own id, else the order's own key. */
  key: Identity
  /** 0 email, 1 phone, 2 the source's own id, 3 nobody known: where rows of one record differ, the lowest names its contact. */
  rank: 0 | 1 | 2 | 3
  /** What else is known: finds people to merge, and the person who asks to be erased. */
  others: Identity[]
}

/**
 * How to know the person of a record: a pure function of what the source says, so that the order of arrival never matters.
 * The source's own ids are the source's alone.
 */
export function identitiesOf(person: Person, source: string): PersonIdentities {
  const email = normaliseEmail(person.email)
  const phone = normalisePhone(person.phone)
  const ids = Object.entries(person.externalIds ?? {})
    .filter(([, id]) => id !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
  const known: (Identity & { rank: 0 | 1 | 2 })[] = [
    ...(email ? [{ kind: 'email', text: email, rank: 0 as const }] : []),
    ...(phone ? [{ kind: 'phone', text: phone, rank: 1 as const }] : []),
    ...ids.map(([kind, text]) => ({ kind: `id:${source}:${kind}`, text, rank: 2 as const })),
  ]
  const [first, ...others] = known
  if (!first) return { key: { kind: `anonymous:${source}`, text: person.anonymousKey }, rank: 3, others: [] }
  return {
    key: { kind: first.kind, text: first.text },
    rank: first.rank,
    others: others.map(({ kind, text }) => ({ kind, text })),
  }
}
