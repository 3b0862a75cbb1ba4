import type { CanonicalRecord, Person } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { knownIdentities, sealedPeople, writePeople } from '../contacts/resolve.store.ts'
import { identityName, personHasher, resolveContacts, type HashedPerson } from '../contacts/resolve.ts'
import { ownerOf, peopleOf, sealPeople } from '../contacts/seal-people.ts'
import { appendBatch } from './append.store.ts'
import type { BatchOutcome, WriteBatchInput } from './batch.ts'
import { createBooker } from './booking.ts'
import { effectiveFacts } from './effective-facts.store.ts'
import { lockLedger, moveHead, readHead, type Head } from './head.store.ts'
import { storable } from './json.ts'
import type { ObservedRow } from './observed-row.ts'
import { moveRowCounts } from './row-counts.store.ts'
import { partsOfRecords } from './record-parts.store.ts'
import { recordName, settle, type FactVersion, type Part, type RecordId } from './settle.ts'
import { sift, type SiftedRow } from './sift.ts'
import { keepRows, rowName, seenRows, type PartGone } from './source-rows.store.ts'

/**
 * Writes rows of an outside system to the tenant's ledger, in the transaction it is handed: source records, contacts and vault,
 * new versions of the facts that changed, their movements and strips, all in one numbered batch. Rows already known just so write
 * nothing, and where no fact changes no number is used.
 *
 * Set-based: a handful of statements whatever the number of rows; aim at 500 to 1,000 a call.
 */
export async function writeBatch(inside: Inside, input: WriteBatchInput): Promise<BatchOutcome> {
  await lockLedger(inside)
  const { keyring, now, connectionId } = input
  const hashPerson = personHasher(keyring)
  const hashed = new Map<Person, HashedPerson>()
  for (const row of input.rows)
    for (const person of peopleOf(row)) if (!hashed.has(person)) hashed.set(person, hashPerson(person, row.source))
  const keys = new Map([...hashed.values()].map(({ key }) => [identityName(key), key]))

  const rowIds = new Map(
    input.rows.map((row) => [rowName(row), { source: row.source, stream: row.stream, key: row.key }]),
  )
  const [head, seen, known] = await Promise.all([
    readHead(inside, connectionId),
    seenRows(inside, [...rowIds.values()]),
    knownIdentities(inside, [...keys.values()]),
  ])
  const sifted = sift(input.rows, seen, { keyring, connectionId })
  const met = sifted.met.flatMap(peopleOf).flatMap((person) => hashed.get(person)?.key ?? [])
  const { contacts, lastContactNo } = resolveContacts(
    keys.values(),
    new Set(met.map(identityName)),
    known,
    head.contactNo,
  )
  const contactOf = (person: Person | undefined) => {
    const it = person && hashed.get(person)
    return it ? contacts.get(identityName(it.key)) : undefined
  }
  const contactNosOf = input.rows.map((row) => [
    ...new Set(peopleOf(row).flatMap((person) => contactOf(person)?.contactNo ?? [])),
  ])
  const outcome: BatchOutcome = {
    ...sifted.counts,
    batch: undefined,
    recordedAt: undefined,
    contactNosOf,
    contactNos: [...new Set(contactNosOf.flat())],
    erasedContactNos: [...contacts.values()].flatMap(({ contactNo, erased }) => (erased ? [contactNo] : [])),
    days: [],
  }
  if (sifted.met.length === 0) return outcome

  const parts = sifted.changed.flatMap(({ row }) =>
    partsOf(row, (person) => {
      const contact = contactOf(person)
      return contact ? { contactNo: contact.contactNo, rank: hashed.get(person as Person)?.rank ?? 3 } : undefined
    }),
  )
  const [versions, sealed] = await Promise.all([
    settleTouched(inside, input, head, sifted.changed, parts),
    sealedPeople(inside, livingContacts(sifted.changed, contactOf)),
  ])
  const batch = head.batch + 1
  const people = sealPeople({
    rows: sifted.changed.map(({ row }) => row),
    met: sifted.met,
    hashed,
    contactOf,
    sealed,
    keyring,
  })
  const writes = [
    ...writePeople(inside, people.written, { batch, now, keyVersion: keyring.version }),
    ...keepRows(
      inside,
      sifted.changed.map(({ row, contentHash }) => ({
        source: row.source,
        stream: row.stream,
        key: row.key,
        rank: row.rank,
        revision: row.revision ?? 0,
        contactNo: contactOf(ownerOf(row))?.contactNo ?? null,
        contentHash,
        foreign: row.foreign ?? null,
        body: people.bodyOf(row),
        records: recordsOf(row).map(({ kind, key }): [string, string] => [kind, key]),
        tallyDay: row.tally?.day ?? null,
        tallyMinor: row.tally?.sum?.minor ?? null,
        tallyCurrency: row.tally?.sum?.currency ?? null,
        gone: row.tally?.gone ?? false,
      })),
      parts,
      {
        connectionId,
        batch: versions.length > 0 ? batch : undefined,
        now,
        gone: partsGone(sifted.changed, parts),
      },
    ),
    moveRowCounts(inside, sifted.changed, connectionId),
  ]
  if (versions.length === 0) {
    await Promise.all([...writes, moveHead(inside, { batch: head.batch, contactNo: lastContactNo })])
    return outcome
  }
  const booker = createBooker(batch)
  for (const version of versions)
    booker.book({
      before: version.before,
      zoneBefore: head.timeZone,
      after: version,
      zoneAfter: head.timeZone,
      cause: version.cause,
    })
  const [{ recordedAt, days }] = await Promise.all([
    appendBatch(inside, { batch, origin: input.origin, originId: input.originId }, versions, booker.booking()),
    moveHead(inside, { batch, contactNo: lastContactNo }),
    ...writes,
  ])
  return { ...outcome, batch, recordedAt, days }
}

function livingContacts(
  changed: readonly SiftedRow[],
  contactOf: (person: Person | undefined) => { contactNo: number; erased: boolean; fresh: boolean } | undefined,
): number[] {
  const contacts = changed.flatMap(({ row }) => peopleOf(row).map(contactOf))
  return [...new Set(contacts.flatMap((it) => (it && !it.erased && !it.fresh ? [it.contactNo] : [])))]
}

type Resolve = (person: Person | undefined) => { contactNo: number; rank: number } | undefined

/** The records that a row speaks of, each once. A withdrawal speaks of what it withdraws. */
function recordsOf(row: ObservedRow): RecordId[] {
  const ids = row.records.map((record) => ({
    kind: record.kind === 'withdrawal' ? record.of : record.kind,
    source: row.source,
    key: record.key,
  }))
  return [...new Map(ids.map((id) => [recordName(id), id])).values()]
}

function partsGone(changed: readonly SiftedRow[], parts: readonly Part[]): PartGone[] {
  const partName = (id: RecordId, stream: string, sourceKey: string) => `${recordName(id)}\0${stream}\0${sourceKey}`
  const told = new Set(parts.map((part) => partName(part, part.stream, part.sourceKey)))
  return changed.flatMap(({ row, before }) =>
    (before?.records ?? [])
      .filter((id) => !told.has(partName(id, row.stream, row.key)))
      .map((id) => ({ ...id, stream: row.stream, sourceKey: row.key })),
  )
}

/** What a row says of each record, without its person. Of two about the same record the later one counts. */
function partsOf(row: ObservedRow, resolve: Resolve): Part[] {
  const parts = row.records.map((record) => {
    const { person, ...value } = record as CanonicalRecord & { person?: Person }
    const contact = resolve(person)
    const clean = JSON.parse(storable(value)) as Part['value']
    return {
      kind: record.kind === 'withdrawal' ? record.of : record.kind,
      source: row.source,
      key: record.key,
      stream: row.stream,
      sourceKey: row.key,
      rank: row.rank,
      contactNo: contact?.contactNo ?? null,
      contactRank: contact?.rank ?? null,
      value: clean,
    }
  })
  return [...new Map(parts.map((part) => [recordName(part), part])).values()]
}

async function settleTouched(
  inside: Inside,
  input: WriteBatchInput,
  head: Head,
  changed: readonly SiftedRow[],
  parts: readonly Part[],
): Promise<FactVersion[]> {
  const wanted = new Map(
    changed
      .flatMap(({ row, before }) => [...recordsOf(row), ...(before?.records ?? [])])
      .map((id) => [recordName(id), id]),
  )
  const [stored, facts] = await Promise.all([
    partsOfRecords(inside, [...wanted.values()]),
    effectiveFacts(inside, [...wanted.values()]),
  ])
  const effective = new Map(facts.map((fact) => [recordName(fact), fact]))

  const gone = new Set(changed.map(({ row }) => rowName(row)))
  const standing = stored.filter(
    ({ source, stream, sourceKey }) => !gone.has(rowName({ source, stream, key: sourceKey })),
  )
  const byRecord = Map.groupBy([...standing, ...parts], recordName)
  const flipped = new Set(
    changed
      .filter(
        ({ row, before }) =>
          before?.connectionId === input.connectionId && before.foreign !== (row.foreign !== undefined),
      )
      .map(({ row }) => rowName(row)),
  )
  const reprocessed = new Set(
    [...stored, ...parts]
      .filter(({ source, stream, sourceKey }) => flipped.has(rowName({ source, stream, key: sourceKey })))
      .map(recordName),
  )
  return [...wanted].flatMap(([name, id]) => {
    const version = settle(id, byRecord.get(name) ?? [], effective.get(name), {
      timeZone: head.timeZone,
      now: input.now,
      recordingSince: head.recordingSince,
      reprocessed: input.origin === 'reprocess' || reprocessed.has(name),
    })
    return version ?? []
  })
}
