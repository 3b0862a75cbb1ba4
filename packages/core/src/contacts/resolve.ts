import type { Person } from '@throughline/canonical'
import type { TenantKeyring } from '../secrets/index.ts'
import { identitiesOf } from './identities.ts'

/** One hashed way of knowing a person. */
export interface HashedIdentity {
  kind: string
  hash: string
}

/** A person of a record, by keyed hashes. */
export interface HashedPerson {
  key: HashedIdentity
  rank: number
  others: HashedIdentity[]
}

/** A contact that a record was resolved to. */
export interface ResolvedContact {
  contactNo: number
  /** Nothing personal may be stored. */
  erased: boolean
  fresh: boolean
}

/** Hashes people, each distinct one once. */
export function personHasher(keyring: Pick<TenantKeyring, 'hash'>): (person: Person, source: string) => HashedPerson {
  const hashes = new Map<string, string>()
  const hash = ({ kind, text }: { kind: string; text: string }): HashedIdentity => {
    const name = `${kind}\0${text}`
    const known = hashes.get(name) ?? keyring.hash(kind, text)
    hashes.set(name, known)
    return { kind, hash: known }
  }
  return (person, source) => {
    const { key, rank, others } = identitiesOf(person, source)
    return { key: hash(key), rank, others: others.map(hash) }
  }
}

export const identityName = ({ kind, hash }: HashedIdentity): string => `${kind}\0${hash}`

/** What the tables know of a hash. */
export interface KnownIdentity extends HashedIdentity {
  contactNo: number
  isKey: boolean
  erased: boolean
}

/**
 * Gives every key its contact: the one that it finds, the erased one whose tombstone it meets, else, where its name is `allowed` to
 * have one, the next number. A key that is only the second address of somebody erased gets a number of its own, under which
 * nothing personal is stored either.
 */
export function resolveContacts(
  keys: Iterable<HashedIdentity>,
  allowed: ReadonlySet<string>,
  known: readonly KnownIdentity[],
  lastContactNo: number,
): { contacts: Map<string, ResolvedContact>; lastContactNo: number } {
  const found = new Map<string, KnownIdentity>()
  for (const each of known) {
    const before = found.get(identityName(each))
    if (!before || rankOf(each) < rankOf(before)) found.set(identityName(each), each)
  }
  const contacts = new Map<string, ResolvedContact>()
  let last = lastContactNo
  for (const key of keys) {
    const name = identityName(key)
    if (contacts.has(name)) continue
    const it = found.get(name)
    if (!it?.isKey && !allowed.has(name)) continue
    contacts.set(
      name,
      it?.isKey
        ? { contactNo: it.contactNo, erased: it.erased, fresh: false }
        : { contactNo: ++last, erased: it?.erased ?? false, fresh: true },
    )
  }
  return { contacts, lastContactNo: last }
}

/** Living keys first, then erased keys, then what erased people were also known by. */
const rankOf = ({ isKey, erased }: KnownIdentity): number => (isKey ? (erased ? 1 : 0) : 2)
