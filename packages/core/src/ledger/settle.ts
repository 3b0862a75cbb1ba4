import { mergeRecords, type CanonicalRecord, type Cause } from '@throughline/canonical'
import { causeOf, type CauseContext, type Version } from './cause-of.ts'
import { sameJson } from './json.ts'

/** Which record: unique within a tenant. */
export interface RecordId {
  kind: string
  source: string
  key: string
}
export const recordName = ({ kind, source, key }: RecordId): string => `${kind}\0${source}\0${key}`

/** What one row of one stream says about a record, without its person. */
export interface Part extends RecordId {
  stream: string
  sourceKey: string
  rank: number
  contactNo: number | null
  /** 0 email … 3 nobody known; null where the record has no person. */
  contactRank: number | null
  value: Record<string, unknown> & { kind: string }
}

/** A record as it stands: what decides its movements and who it belongs to. */
export interface Standing extends Version {
  contactNo: number | null
}

/** A new version of a fact. */
export interface FactVersion extends RecordId, Standing {
  version: number
  cause: Cause
  refersTo: string | null
  before: Standing | undefined
}

/**
 * What the rows that speak of a record make of it together: the values merged by rank, the contact named by the row that knows
 * best who it was, withdrawn while any row says so. Undefined where nobody (any longer) says anything about it.
 */
function standingOf(parts: readonly Part[]): Standing | undefined {
  const telling = parts.filter(({ value }) => value.kind !== 'withdrawal')
  const value = mergeRecords(
    telling.map((part) => ({
      rank: part.rank,
      row: `${part.stream}\0${part.sourceKey}`,
      record: part.value as unknown as CanonicalRecord,
    })),
  )
  if (!value) return undefined
  return {
    value: value as unknown as Standing['value'],
    withdrawn: telling.length < parts.length,
    contactNo: contactOf(telling),
  }
}

function contactOf(parts: readonly Part[]): number | null {
  const [best] = parts
    .filter((part) => part.contactNo !== null)
    .sort(
      (a, b) =>
        (a.contactRank ?? 3) - (b.contactRank ?? 3) ||
        b.rank - a.rank ||
        (a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : a.sourceKey < b.sourceKey ? -1 : 1),
    )
  return best?.contactNo ?? null
}

/**
 * The next version of a record's fact, or undefined where it says what the effective one says. A record that no row speaks of any
 * more keeps its last value and is withdrawn.
 */
export function settle(
  id: RecordId,
  parts: readonly Part[],
  before: (Standing & { version: number }) | undefined,
  context: CauseContext,
): FactVersion | undefined {
  const told = standingOf(parts)
  const after = told ?? (before && { value: before.value, withdrawn: true, contactNo: before.contactNo })
  if (!after || (before && sameStanding(before, after))) return undefined
  return {
    ...id,
    ...after,
    version: (before?.version ?? 0) + 1,
    cause: causeOf(before, after, context),
    refersTo: refersTo(after.value),
    before,
  }
}

function sameStanding(a: Standing, b: Standing): boolean {
  return a.withdrawn === b.withdrawn && a.contactNo === b.contactNo && sameJson(a.value, b.value)
}

/** A refund's gift, a charge's plan, a move's deal. */
const whatItRefersTo: Record<string, (value: Record<string, unknown>) => unknown> = {
  refund: ({ of }) => of,
  conversion: ({ plan }) => plan,
  stage_change: ({ opportunity }) => opportunity,
}

function refersTo(value: Record<string, unknown> & { kind: string }): string | null {
  const key = whatItRefersTo[value.kind]?.(value)
  return typeof key === 'string' ? key : null
}
