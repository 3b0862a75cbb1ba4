import type { TenantKeyring } from '../secrets/index.ts'
import type { ObservedRow } from './observed-row.ts'
import { rowName, type SeenRow } from './source-rows.store.ts'

/** A row that says something new, with what was known of it. */
export interface SiftedRow {
  row: ObservedRow
  contentHash: string
  before: SeenRow | undefined
}

export interface Sifted {
  /** The rows to keep, each thing once. */
  changed: SiftedRow[]
  /** All that said something else than what is kept, overtaken or not: their people are to be known. */
  met: ObservedRow[]
  counts: { fresh: number; changed: number; unchanged: number; foreign: number }
}

/**
 * Tells new rows from known ones. A row is known when everything it says, its raw body and what was made of it, hashes as it did;
 * one with a lower revision than the stored is overtaken. Of several about one thing in one batch the last that stands is kept.
 *
 * Two connections of one client may be told of the same row, as with a gift split between two entities of one form. It is then
 * the row of the one whose it is: that it is not the other's takes nothing away.
 */
export function sift(
  rows: readonly ObservedRow[],
  seen: ReadonlyMap<string, SeenRow>,
  { keyring, connectionId }: { keyring: Pick<TenantKeyring, 'hash'>; connectionId: string },
): Sifted {
  const now = new Map<string, SiftedRow>()
  const met: ObservedRow[] = []
  const counts = { fresh: 0, changed: 0, unchanged: 0, foreign: 0 }
  for (const row of rows) {
    const name = rowName(row)
    const before = seen.get(name)
    const last = now.get(name)
    if (row.foreign !== undefined && before && !before.foreign && before.connectionId !== connectionId) {
      counts.foreign++
      continue
    }
    const contentHash = contentHashOf(row, keyring)
    const revision = last ? (last.row.revision ?? 0) : (before?.revision ?? -Infinity)
    const overtaken = (row.revision ?? 0) < revision
    const same = contentHash === (last?.contentHash ?? before?.contentHash)
    if (row.foreign !== undefined) counts.foreign++
    else if (overtaken || same) counts.unchanged++
    else if (before || last) counts.changed++
    else counts.fresh++
    if (!same) met.push(row)
    if (!overtaken && !same) now.set(name, { row, contentHash, before })
  }
  const changed = [...now.values()].filter(({ contentHash, before }) => contentHash !== before?.contentHash)
  return { changed, met, counts }
}

/** By everything it says, its raw body and what was made of it: the same hash is the same row. */
export function contentHashOf(row: ObservedRow, keyring: Pick<TenantKeyring, 'hash'>): string {
  return keyring.hash('source-record', JSON.stringify([row.raw, row.records, row.foreign, row.rank, row.revision]))
}
