import type { Ctx } from '@throughline/connector-kit'
import { tiesOf } from './associations.ts'
import { atOnceOf, readByIds, Sent, texts, type ById } from './by-id.ts'
import { listPage, type ListPlace } from './listing.ts'
import { absorbedIds, mergedRow, purgedRow, toRow } from './object-row.ts'
import type { ObjectType } from './object-type.ts'
import { paths } from './paths.ts'
import { idIn, portalOf, type Portal } from './portal.ts'
import type { Config } from './schema.ts'

/** Records that were read, and those that are known to be gone. */
export type Records = Pick<ById, 'live' | 'archived'> & Partial<Pick<ById, 'missing'>>

/** What else a page of records tells of: rows of other streams. */
export type Also = (portal: Portal, records: Records) => Record<string, unknown[]>

export interface Listed extends ListPlace {
  records: Records
  /** What came without an id: set aside by whoever reads rows. */
  unreadable: unknown[]
  length: number
}

/** Names of properties that an address still holds; with more of them the list gives ids, and batches the values. */
const longestNames = 4_000

/** One page of the list of all live or archived records. */
export async function listRecords(
  ctx: Ctx<Config>,
  type: ObjectType,
  archived: boolean,
  place: ListPlace,
): Promise<Listed> {
  const names = type.properties(ctx.config).join(',')
  const long = names.length > longestNames
  const query = {
    limit: String(atOnceOf(type)),
    archived: String(archived),
    properties: long ? 'hs_object_id' : names,
    ...(type.history && !long ? { propertiesWithHistory: type.history.join(',') } : {}),
  }
  const { results, after, restarts } = await listPage(ctx, paths.objects(type.path), query, place)
  const { sent, unreadable } = sort(results)
  const records = long
    ? await readByIds(
        ctx,
        type,
        sent.map(({ id }) => id),
      )
    : archived
      ? { live: [], archived: sent }
      : { live: sent, archived: [] }
  return { records, unreadable, after, restarts, length: results.length }
}

/** For webhooks, which only name records: as they are now. Keys of another account are not ours to ask for. */
export async function fetchRecords(
  ctx: Ctx<Config>,
  type: ObjectType,
  keys: readonly string[],
): Promise<{ portal: Portal; records: ById }> {
  const portal = await portalOf(ctx)
  const ids = keys.flatMap((key) => idIn(portal, key) ?? [])
  return { portal, records: await readByIds(ctx, type, ids) }
}

/** One row for each record, and one for each that was merged into it or is gone. */
export async function rowsOf(
  ctx: Ctx<Config>,
  portal: Portal,
  type: ObjectType,
  { live, archived, missing = [] }: Records & Partial<ById>,
): Promise<unknown[]> {
  const ties = await tiesOf(
    ctx,
    type,
    live.map(({ id }) => id),
  )
  return [
    ...live.map((object) => toRow(portal, object, ties.get(object.id))),
    ...archived.map((object) => toRow(portal, object)),
    ...[...live, ...archived].flatMap(({ id, properties }) =>
      absorbedIds(id, texts(properties)).map((other) => mergedRow(portal, other, id)),
    ),
    ...missing.map((id) => purgedRow(portal, id)),
  ]
}

function sort(results: readonly unknown[]): { sent: Sent[]; unreadable: unknown[] } {
  const sent: Sent[] = []
  const unreadable: unknown[] = []
  for (const result of results) {
    const parsed = Sent.safeParse(result)
    if (parsed.success) sent.push(parsed.data)
    else unreadable.push(result)
  }
  return { sent, unreadable }
}
