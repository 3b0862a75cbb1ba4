import type { Instant } from '@throughline/canonical'
import { instantOf, sql, type Inside } from '@throughline/db'
import { Rule } from './rule.ts'
import { standardSegments } from './standard-segments.ts'

/** A segment as it stands at a batch. */
export interface Segment {
  id: string
  /** What events call it. */
  code: string
  name: string
  rule: Rule
  /** 0 = as it comes. */
  version: number
  /** One of the eight. */
  standard: boolean
  archivedAt: Instant | null
  changedAt: Instant | null
}

/** The kind of our own facts that say what segments there are. */
export const segmentFact = 'segment'

/** Every segment as known at a batch (without one, now), the standard ones first, each with its rule; archived ones too. */
export async function readSegments({ db }: Pick<Inside, 'db'>, batch?: number): Promise<Segment[]> {
  const rows = await db.execute<{
    id: string
    version: number
    withdrawn: boolean
    changed_at: string
    value: { name: string; rule: unknown; archivedAt?: string | null }
  }>(sql`
    select distinct on (source_key) source_key as id, version, withdrawn, happened_at as changed_at, value from fact
    where kind = ${segmentFact} and source = 'throughline' ${batch === undefined ? sql`` : sql`and batch <= ${batch}::bigint`}
    order by source_key, version desc`)
  const said = new Map(rows.map((row) => [row.id, row]))
  const [tenant] = await db.execute<{ vertical: 'fundraising' | 'commerce' }>(sql`select vertical from tenant`)
  const segmentOf = (id: string, as: Pick<Segment, 'code' | 'name' | 'rule' | 'standard'>): Segment => {
    const row = said.get(id)
    if (!row || row.withdrawn) return { id, ...as, version: row?.version ?? 0, archivedAt: null, changedAt: null }
    return {
      id,
      ...as,
      name: row.value.name,
      code: as.standard ? as.code : row.value.name,
      rule: Rule.parse(row.value.rule),
      version: row.version,
      archivedAt: row.value.archivedAt ?? null,
      changedAt: instantOf(row.changed_at),
    }
  }
  const standard = standardSegments.map(({ id, code, name, rule }) =>
    segmentOf(id, { code, name: name[tenant?.vertical ?? 'fundraising'], rule, standard: true }),
  )
  const ids = new Set(standardSegments.map(({ id }) => id))
  const own = [...said.values()]
    .filter(({ id, withdrawn }) => !ids.has(id) && !withdrawn)
    .map(({ id, value }) =>
      segmentOf(id, { code: value.name, name: value.name, rule: Rule.parse(value.rule), standard: false }),
    )
  return [...standard, ...own.sort((a, b) => a.name.localeCompare(b.name))]
}
