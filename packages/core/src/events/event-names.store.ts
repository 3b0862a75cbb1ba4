import { eventSources, eventTypes } from '@throughline/canonical/event'
import { sql, type Inside } from '@throughline/db'

/** Names of the numbers that events hold, and the other way round. */
export interface EventNames {
  kind(no: number): string
  source(no: number): string
  kindNo(name: string): number | undefined
  sourceNo(name: string): number | undefined
  kinds: string[]
  sources: string[]
}

/** A client that has more kinds and sources of its own than this sees the rest as numbers. */
const most = 2_000

/** Names of kinds and sources: our own, and those given out here. */
export async function eventNames({ db }: Pick<Inside, 'db'>): Promise<EventNames> {
  const rows = await db.execute<{ of: string; name: string; no: number }>(sql`
    select "of", name, no from event_name where "of" in ('kind', 'source') order by "of", no limit ${most}::int`)
  const kinds = new Map<number, string>(Object.entries(eventTypes).map(([name, { code }]) => [code, name]))
  const sources = new Map<number, string>(eventSources.map((name, i) => [i + 1, name]))
  for (const { of, name, no } of rows) (of === 'kind' ? kinds : sources).set(no, name)
  const back = (names: ReadonlyMap<number, string>) => new Map([...names].map(([no, name]) => [name, no]))
  const [kindNos, sourceNos] = [back(kinds), back(sources)]
  return {
    kind: (no) => kinds.get(no) ?? `#${no}`,
    source: (no) => sources.get(no) ?? `#${no}`,
    kindNo: (name) => kindNos.get(name),
    sourceNo: (name) => sourceNos.get(name),
    kinds: [...kinds.values()],
    sources: [...sources.values()],
  }
}
