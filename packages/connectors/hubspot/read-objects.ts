import type { Ctx, ReadPage } from '@throughline/connector-kit'
import { tiesOf } from './associations.ts'
import { atOnceOf, readByIds, Sent, texts, type ById } from './by-id.ts'
import { changesSince, lookBackMs } from './changes.ts'
import type { Cursor, Step } from './cursor.ts'
import { listPage } from './listing.ts'
import { absorbedIds, mergedRow, purgedRow, toRow } from './object-row.ts'
import type { ObjectType } from './object-type.ts'
import { paths } from './paths.ts'
import { idIn, portalOf, type Portal } from './portal.ts'
import type { Config } from './schema.ts'
import { newest } from './search.ts'

const dayMs = 86_400_000

type Records = Pick<ById, 'live' | 'archived'>

/** What else a page of records tells of: rows of other streams. */
export type Also = (portal: Portal, records: Records) => Record<string, unknown[]>

export const start = (_config: Config, from?: string): Cursor =>
  from === undefined
    ? { steps: ['list', 'archived', 'changes'] }
    : // The day is the account's, which no one knows here: the earliest midnight there is.
      { steps: ['changes'], since: { at: Math.max(0, Date.parse(from) - 14 * 3_600_000) } }

/** Each run looks back once, for what the search index did not show yet. */
export const rewind = (cursor: Cursor): Cursor =>
  cursor.since ? { ...cursor, since: { at: Math.max(0, cursor.since.at - lookBackMs) } } : cursor

/** Reads one kind of record, page by page: see `Step`. */
export async function* readObjects(
  ctx: Ctx<Config>,
  type: ObjectType,
  from: Cursor,
  also?: Also,
): AsyncGenerator<ReadPage<Cursor>> {
  const portal = await portalOf(ctx)
  let cursor: Cursor = from.steps.length > 0 ? from : { ...from, steps: dueSteps(ctx, type, from) }
  while (cursor.steps.length > 0) {
    const page = await stepOnce(ctx, portal, type, cursor, also)
    cursor = page.next
    yield cursor.steps.length > 0 ? page : { ...page, last: true }
  }
}

function dueSteps({ now }: Ctx<Config>, { listEveryDays }: ObjectType, cursor: Cursor): Step[] {
  const { since, listedAt, archivedAt } = cursor
  const isDue = (at: string | undefined, days: number) =>
    at === undefined || now().getTime() - Date.parse(at) >= days * dayMs
  if (!since) return ['list', 'archived', 'changes']
  return [
    'changes',
    ...(isDue(listedAt, listEveryDays) ? (['list'] as const) : []),
    ...(isDue(archivedAt, 1) ? (['archived'] as const) : []),
  ]
}

function stepOnce(ctx: Ctx<Config>, portal: Portal, type: ObjectType, cursor: Cursor, also: Also | undefined) {
  const [step] = cursor.steps
  return step === 'changes'
    ? changesPage(ctx, portal, type, cursor, also)
    : listedPage(ctx, portal, type, cursor, also, step === 'archived')
}

async function listedPage(
  ctx: Ctx<Config>,
  portal: Portal,
  type: ObjectType,
  from: Cursor,
  also: Also | undefined,
  archived: boolean,
): Promise<ReadPage<Cursor>> {
  const cursor = from.since && from.of !== undefined ? from : await begun(ctx, type, from, archived)
  const query = {
    limit: String(atOnceOf(type)),
    properties: type.properties(ctx.config).join(','),
    ...(type.history ? { propertiesWithHistory: type.history.join(',') } : {}),
    archived: String(archived),
  }
  const { results, after } = await listPage(ctx, paths.objects(type.path), query, cursor.after)
  const { sent, unreadable } = sort(results)
  const records: Records = archived ? { live: [], archived: sent } : { live: sent, archived: [] }
  const rows = await rowsOf(ctx, portal, type, records)
  const done = (cursor.done ?? 0) + results.length
  const { after: _before, ...rest } = cursor
  const next = after === undefined ? over(ctx, rest) : { ...rest, after, done }
  const progress = archived ? {} : { progress: { done, of: Math.max(done, cursor.of ?? 0) } }
  return {
    rows: [...unreadable.map((row) => toRow(portal, row)), ...rows],
    ...told(also, portal, records),
    next,
    ...progress,
  }
}

/** Before a list: how many there are, and from when on changes will have to be read. */
async function begun(ctx: Ctx<Config>, type: ObjectType, cursor: Cursor, archived: boolean): Promise<Cursor> {
  if (archived && cursor.since) return { ...cursor, of: 0 }
  const { total, at } = await newest(ctx, type)
  return { ...cursor, of: total, since: cursor.since ?? { at: Math.max(0, at - lookBackMs) } }
}

async function changesPage(
  ctx: Ctx<Config>,
  portal: Portal,
  type: ObjectType,
  cursor: Cursor,
  also: Also | undefined,
): Promise<ReadPage<Cursor>> {
  const { found, next: since, total, last } = await changesSince(ctx, type, cursor.since ?? { at: 0 })
  const records = await readByIds(
    ctx,
    type,
    found.map(({ id }) => id),
  )
  const rows = await rowsOf(ctx, portal, type, records)
  const done = (cursor.done ?? 0) + found.length
  const progress = { done, of: Math.max(done, cursor.of ?? 0, last ? 0 : done - found.length + total) }
  // A moment ahead of ours is no moment to go on from.
  const capped = last ? { at: Math.min(since.at, Math.max(ctx.now().getTime(), cursor.since?.at ?? 0)) } : since
  const moved = { ...cursor, since: capped, done, of: progress.of }
  return { rows, ...told(also, portal, records), next: last ? over(ctx, moved) : moved, progress }
}

/** The first step is done. */
function over(ctx: Ctx<Config>, { steps: [step, ...steps], ...cursor }: Cursor): Cursor {
  const { done: _done, of: _of, after: _after, ...rest } = cursor
  const at = ctx.now().toISOString()
  if (step === 'list') return { ...rest, steps, listedAt: at }
  if (step === 'archived') return { ...rest, steps, archivedAt: at }
  return { ...rest, steps }
}

const told = (also: Also | undefined, portal: Portal, records: Records) => (also ? { also: also(portal, records) } : {})

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
