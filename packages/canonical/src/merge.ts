import type { CanonicalRecord } from './record.ts'

/** What one row of one stream says about a record. */
export interface Contribution<R extends CanonicalRecord = CanonicalRecord> {
  /** The stream's rank; a stub counts as 0 whatever is said here. */
  rank: number
  /** The row's key, only to break ties the same way in every order of arrival. */
  row: string
  record: R
}

/**
 * The one value that several rows give a record: field by field, the later in order winning, an absent field never
 * overwriting. Pure and blind to the order of its input.
 *
 * The order is by rank. Two cases differ, because newer or surer beats higher-ranked there:
 * - a recurring plan is told again by every charge of it, so what happened later comes first, then rank;
 * - an hour that happened twice (`timeAmbiguous`) gives way to the time of any stream that knows it exactly.
 *
 * Fields that are themselves lists by name (`refcodes`, `clickIds`, `attributes`) are merged name by name: one stream knows
 * two refcodes, another all of them.
 *
 * All contributions have the same kind and key. An empty list has no value.
 */
export function mergeRecords<R extends CanonicalRecord>(contributions: readonly Contribution<R>[]): R | undefined {
  const ordered = [...contributions].sort(compare)
  if (ordered.length === 0) return undefined
  const merged: Record<string, unknown> = {}
  for (const { record } of ordered)
    for (const [field, value] of Object.entries(record))
      if (value !== undefined) merged[field] = keyed.has(field) ? Object.assign({}, merged[field], value) : value
  if (ordered.some(({ record }) => !isStub(record))) delete merged.stub
  const exact = ordered.findLast(({ record }) => !isAmbiguous(record))
  if (merged.timeAmbiguous === true && exact) {
    merged.happenedAt = exact.record.happenedAt
    delete merged.timeAmbiguous
  }
  return merged as R
}

const keyed = new Set(['refcodes', 'clickIds', 'attributes'])

function compare(a: Contribution, b: Contribution): number {
  const byRank = rankOf(a) - rankOf(b)
  const byTime = a.record.happenedAt < b.record.happenedAt ? -1 : a.record.happenedAt > b.record.happenedAt ? 1 : 0
  const first = a.record.kind === 'recurring_plan' ? byTime || byRank : byRank || byTime
  return first || (a.row < b.row ? -1 : a.row > b.row ? 1 : 0)
}

const rankOf = ({ rank, record }: Contribution): number => (isStub(record) ? 0 : rank)
const isStub = (record: CanonicalRecord): boolean =>
  (record.kind === 'conversion' || record.kind === 'recurring_plan') && record.stub === true
const isAmbiguous = (record: CanonicalRecord): boolean => record.kind === 'conversion' && record.timeAmbiguous === true
