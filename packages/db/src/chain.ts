import { createHash } from 'node:crypto'

/** What one link of an audit chain says. */
export interface ChainEntry {
  at: Date
  actor: string
  action: string
  subject?: string | null
  detail: Record<string, unknown>
}

/** The hash before the first link. */
export const chainStart = '0'.repeat(64)

/**
 * SHA-256 over the previous hash and the link's content, keys sorted, so that a changed, removed or reordered row breaks every
 * later hash.
 */
export function chainHash(previousHash: string, seq: number, entry: ChainEntry): string {
  const content = [
    previousHash,
    seq,
    entry.at.toISOString(),
    entry.actor,
    entry.action,
    entry.subject ?? null,
    sorted(entry.detail),
  ]
  return createHash('sha256').update(JSON.stringify(content)).digest('hex')
}

/** jsonb forgets the order of keys: the hash must not depend on it. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  )
}
