import type { CanonicalRecord, Person } from '@throughline/canonical'
import type { PersonKey, TenantKeyring } from '../secrets/index.ts'
import type { PeopleWritten, SealedPerson } from './resolve.store.ts'
import type { HashedPerson, ResolvedContact } from './resolve.ts'
import { openVault, sealBody, sealVault } from './sealing.ts'
import { vaultAfter, type VaultEntry } from './vault-entry.ts'

/** What is read of a row here. */
interface Row {
  raw: unknown
  records: readonly CanonicalRecord[]
  foreign?: string
  person?: Person
}

/** What sealing needs to know. */
export interface SealPeopleInput<R extends Row> {
  /** Rows to keep. */
  rows: readonly R[]
  /** Rows whose people are to be known, kept or not. */
  met: readonly R[]
  hashed: ReadonlyMap<Person, HashedPerson>
  contactOf: (person: Person | undefined) => ResolvedContact | undefined
  sealed: ReadonlyMap<number, SealedPerson>
  keyring: TenantKeyring
}

/** Whom a row speaks of: its own person and its records'. */
export function peopleOf(row: Pick<Row, 'person' | 'records'>): Person[] {
  const people = row.records.flatMap((record) => ('person' in record && record.person ? [record.person] : []))
  return row.person && !people.includes(row.person) ? [row.person, ...people] : people
}

/** Whose key seals the row. */
export function ownerOf(row: Pick<Row, 'person' | 'records'>): Person | undefined {
  return row.person ?? peopleOf(row)[0]
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')

/**
 * Makes what a batch writes of people: new contacts with keys of their own, further identities, vault entries that changed, and
 * each row's sealed body. Of an erased person nothing is kept, and of a row that is not this client's no vault entry is made.
 */
export function sealPeople<R extends Row>(
  input: SealPeopleInput<R>,
): { written: PeopleWritten; bodyOf(row: R): string | null } {
  const { hashed, contactOf, sealed, keyring } = input
  const written: PeopleWritten = { contacts: [], others: [], keys: [], vaults: [] }
  const keys = new Map<number, PersonKey>()
  const others = new Set<string>()
  const entries = new Map<number, { before: VaultEntry | undefined; after: VaultEntry | undefined }>()
  const met = new Set<number>()

  const keyOf = (contactNo: number): PersonKey => {
    const known = keys.get(contactNo)
    if (known) return known
    const stored = sealed.get(contactNo)
    const made = stored ? undefined : keyring.newPersonKey()
    if (made) written.keys.push({ contactNo, wrapped: base64(made.wrapped) })
    const key = made?.key ?? keyring.openPersonKey(stored?.wrapped ?? new Uint8Array())
    keys.set(contactNo, key)
    return key
  }
  const meet = (person: Person): void => {
    const [it, contact] = [hashed.get(person), contactOf(person)]
    if (!it || !contact) return
    if (contact.fresh && !met.has(contact.contactNo))
      written.contacts.push({ contactNo: contact.contactNo, key: it.key, erased: contact.erased })
    met.add(contact.contactNo)
    if (contact.erased) return
    const known = sealed.get(contact.contactNo)?.known
    for (const other of it.others) {
      if (known?.includes(`${other.kind} ${other.hash}`)) continue
      const name = `${contact.contactNo}\0${other.kind}\0${other.hash}`
      if (!others.has(name)) written.others.push({ ...other, contactNo: contact.contactNo })
      others.add(name)
    }
  }
  const remember = (person: Person, happenedAt: string): void => {
    const contact = contactOf(person)
    if (!contact || contact.erased) return
    const stored = sealed.get(contact.contactNo)?.vault
    const entry = entries.get(contact.contactNo) ?? {
      before: stored ? openVault(stored, keyOf(contact.contactNo)) : undefined,
      after: undefined,
    }
    entries.set(contact.contactNo, {
      ...entry,
      after: vaultAfter(entry.after ?? entry.before, person, happenedAt) ?? entry.after,
    })
  }

  for (const row of input.met) for (const person of peopleOf(row)) meet(person)
  for (const row of input.rows)
    for (const record of row.foreign === undefined ? row.records : [])
      if ('person' in record && record.person) remember(record.person, record.happenedAt)
  for (const [contactNo, { after }] of entries)
    if (after) written.vaults.push({ contactNo, body: base64(sealVault(after, keyOf(contactNo))) })

  const bodies = new Map<R, string | null>(
    input.rows.map((row) => {
      const contact = contactOf(ownerOf(row))
      if (contact?.erased) return [row, null]
      return [row, base64(sealBody(row.raw, contact ? keyOf(contact.contactNo) : keyring))]
    }),
  )
  return { written, bodyOf: (row) => bodies.get(row) ?? null }
}
