import { rootsAt, type ContactLink } from '../../ledger/index.ts'

/**
 * Who each contact is as known at a batch, by number: contacts that were merged are one, under the number of the one that they became. In
 * memory that threads share.
 * @param highest the highest number that will be asked for
 */
export function rootTable(links: readonly ContactLink[], batch: number, highest: number): Uint32Array {
  const top = links.reduce((most, { from, into }) => Math.max(most, from, into), highest)
  const table = new Uint32Array(new SharedArrayBuffer(4 * (top + 1)))
  for (let contact = 0; contact <= top; contact++) table[contact] = contact
  const rootOf = rootsAt(links, batch)
  for (const { from, batch: since } of links) if (since <= batch) table[from] = rootOf(from)
  return table
}

/** Some people, marked by number as they are now: a segment. Whoever became part of somebody else counts as them. */
export function markPeople(contactNos: Iterable<number>, roots: Uint32Array): Uint8Array {
  const marks = new Uint8Array(new SharedArrayBuffer(roots.length))
  for (const contact of contactNos) if (contact < roots.length) marks[roots[contact]!] = 1
  return marks
}
