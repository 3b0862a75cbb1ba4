import type { ObservedRow, QuarantinedRow } from '../observed.ts'
import type { Page, Position, RunStore } from '../run-store.ts'

/** A RunStore in memory that keeps rows as the ledger's rule says and counts what was new. */
export interface MemoryStore extends RunStore {
  /** By `stream/key`. */
  rows: Map<string, ObservedRow>
  quarantined: QuarantinedRow[]
  positions: Map<string, Position>
  pages: Page[]
  /** How many rows differed from what was stored. */
  written: number
  /** How many rows were handed in. */
  seen: number
}

export function createMemoryStore(): MemoryStore {
  const store: MemoryStore = {
    rows: new Map(),
    quarantined: [],
    positions: new Map(),
    pages: [],
    written: 0,
    seen: 0,
    position: async (stream) => store.positions.get(stream),
    savePage: async (page) => {
      store.pages.push(page)
      store.positions.set(page.stream, JSON.parse(JSON.stringify(page.position)) as Position)
      store.quarantined.push(...page.quarantined)
      keep(store, page.rows)
    },
  }
  return store
}

/** Keeps rows, from a page or from a delivery. */
export function keep(store: MemoryStore, rows: readonly ObservedRow[]): void {
  for (const row of rows) {
    store.seen += 1
    const place = `${row.stream}/${row.key}`
    const stored = store.rows.get(place)
    if (stored && (row.revision ?? 0) < (stored.revision ?? 0)) continue
    if (stored && JSON.stringify(stored.raw) === JSON.stringify(row.raw)) continue
    store.written += 1
    store.rows.set(place, row)
  }
}
