import type { Ctx, ReadPage } from '@throughline/connector-kit'
import { readByIds } from './by-id.ts'
import { changesSince, lookBackMs } from './changes.ts'
import type { Cursor, Step } from './cursor.ts'
import { toRow } from './object-row.ts'
import { listRecords, rowsOf, type Also, type Records } from './object-rows.ts'
import type { ObjectType } from './object-type.ts'
import { portalOf, type Portal } from './portal.ts'
import type { Config } from './schema.ts'
import { newest } from './search.ts'

const dayMs = 86_400_000

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
  const { records, unreadable, after, restarts, length } = await listRecords(ctx, type, archived, cursor)
  const rows = await rowsOf(ctx, portal, type, records)
  const done = (cursor.done ?? 0) + length
  const { after: _before, restarts: _restarts, ...rest } = cursor
  const next = after === undefined ? over(ctx, rest) : { ...rest, after, done, ...(restarts ? { restarts } : {}) }
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
  // Where only changes were asked for, the lists are not due at once.
  return { ...rest, steps, listedAt: rest.listedAt ?? at, archivedAt: rest.archivedAt ?? at }
}

const told = (also: Also | undefined, portal: Portal, records: Records) => (also ? { also: also(portal, records) } : {})
