import { ProviderChanged, RetryLater, type Ctx, type ReadPage } from '@throughline/connector-kit'
import { beginning, type Cursor, type Run } from './cursor.ts'
import { readable } from './describe.ts'
import { refusedFor } from './errors.ts'
import type { Field } from './normal-form.ts'
import type { SObjectType } from './objects.ts'
import { orgOf, type Org } from './org.ts'
import { count } from './query.ts'
import { bulkPage, type Held } from './read-bulk.ts'
import { deletesAreDue, deletesPage } from './read-deletes.ts'
import { restPage } from './read-rest.ts'
import type { Config } from './schema.ts'
import { all, since } from './soql.ts'

/** A run under way, with all that its next page needs. */
export interface Going {
  ctx: Ctx<Config>
  type: SObjectType
  org: Org
  cursor: Cursor
  fields: readonly Field[]
  run: Run
}
/** `again`: the run begins anew, rather than being at its end. */
export type Page = ReadPage<Cursor> & { again?: true }

/** How reading of one kind of record goes: by which phase it begins, and a page of each. */
export interface Way {
  begin(ctx: Ctx<Config>, total: number, run: Pick<Run, 'since'>): Run['phase']
  page(going: Going): Promise<Page>
}

const describedForMs = 24 * 3_600_000
const timedOutMs = 5 * 60_000
const fewestRows = 100
/** Where the server tells no time of its own, ours may be ahead of it by so much. */
const clocksDifferMs = 3_600_000

/** Records read page by page in order of their stamps, or by a bulk query where there are many. */
export const readObject = (type: SObjectType) => (ctx: Ctx<Config>, from: Cursor) => {
  const held: Held = {}
  return readPages(ctx, type, from, {
    begin: ({ config }, total) => (total === 0 ? 'deletes' : total > config.bulkFrom ? 'bulk' : 'rest'),
    page: (going) => (going.run.phase === 'bulk' ? bulkPage(going, held) : restPage(going)),
  })
}

/** Reads a stream from its cursor to its end, one saved page after another. */
export async function* readPages(ctx: Ctx<Config>, type: SObjectType, from: Cursor, way: Way): AsyncGenerator<Page> {
  const org = await orgOf(ctx)
  let cursor = from.orgId === undefined || from.orgId === org.orgId ? from : { since: beginning }
  for (;;) {
    const page = cursor.run ? await nextPage(ctx, type, org, cursor, way) : await beginRun(ctx, type, org, cursor, way)
    cursor = page.next
    const { run } = cursor
    const { again, ...told } = page
    if (run) yield { progress: { done: run.done, of: Math.max(run.total, run.done) }, ...told }
    else yield again ? told : { ...told, last: true }
    if (!run && !again) return
  }
}

async function beginRun(ctx: Ctx<Config>, type: SObjectType, org: Org, cursor: Cursor, way: Way): Promise<Page> {
  const fresh = await withFields(ctx, type, cursor)
  const now = ctx.now()
  if (!fresh) return { rows: [], next: { ...cursor, orgId: org.orgId } }
  const isWhole = type.wholeEveryHours !== undefined && isOlder(cursor.wholeAt, type.wholeEveryHours * 3_600_000, now)
  const runSince = isWhole ? beginning : fresh.since
  const counted = await countFrom(ctx, type, runSince)
  const startedAt = (counted.serverTime ?? new Date(now.getTime() - clocksDifferMs)).toISOString()
  const phase = way.begin(ctx, counted.count, { since: runSince })
  const run: Run = { startedAt, since: runSince, phase, total: counted.count, done: 0 }
  const next: Cursor = {
    ...fresh,
    orgId: org.orgId,
    run,
    ...(isWhole ? { wholeAt: startedAt } : {}),
    // What was deleted before the first run was never read.
    deletesTo: fresh.deletesTo ?? startedAt,
  }
  return phase === 'deletes' ? endOfRows(type, next, run, now) : { rows: [], next }
}

/** The fields to read, looked up once a day. Those that newly come to be seen are read of all rows. */
async function withFields(ctx: Ctx<Config>, type: SObjectType, cursor: Cursor): Promise<Cursor | undefined> {
  if (cursor.fields && !isOlder(cursor.describedAt, describedForMs, ctx.now())) return cursor
  const found = await readable(ctx, type)
  if (!found) return undefined
  const known = cursor.fields?.map(({ name }) => name)
  const more = known !== undefined && found.fields.some(({ name }) => !known.includes(name))
  return { ...cursor, ...found, describedAt: ctx.now().toISOString(), ...(more ? { since: beginning } : {}) }
}

/** Counting everything may take Salesforce too long: then there is much. */
async function countFrom(ctx: Ctx<Config>, type: SObjectType, from: string) {
  try {
    return await count(ctx, type.name, all(since(from), type.where), { all: true })
  } catch (error) {
    if (refusedFor(error, 'QUERY_TIMEOUT')) return { count: ctx.config.bulkFrom + 1, serverTime: undefined }
    throw error
  }
}

async function nextPage(ctx: Ctx<Config>, type: SObjectType, org: Org, cursor: Cursor, way: Way): Promise<Page> {
  const { run, fields } = cursor
  if (!run || !fields) return { rows: [], next: { since: cursor.since } }
  const going: Going = { ctx, type, org, cursor, fields, run }
  try {
    return run.phase === 'deletes' ? await deletesPage(going) : await way.page(going)
  } catch (error) {
    if (refusedFor(error, 'INVALID_FIELD', 'INVALID_TYPE')) return lookAgain(cursor, run, error)
    if (refusedFor(error, 'QUERY_TIMEOUT')) return fewer(ctx, cursor, run)
    throw error
  }
}

/** A field was hidden or removed since it was looked up: the run begins anew with those that are left. */
function lookAgain(cursor: Cursor, run: Run, error: unknown): Page {
  if (cursor.refused) throw new ProviderChanged('fields that are there are refused', { cause: error })
  const { describedAt: _old, run: _run, ...rest } = cursor
  return { rows: [], next: { ...rest, since: run.since, refused: true }, again: true }
}

function fewer(ctx: Ctx<Config>, cursor: Cursor, run: Run): Page {
  const limit = Math.floor((run.limit ?? 2_000) / 2)
  if (limit >= fewestRows) return { rows: [], next: { ...cursor, run: { ...run, limit } } }
  throw new RetryLater('a question takes Salesforce too long', {
    at: new Date(ctx.now().getTime() + timedOutMs),
    say: 'Salesforce takes too long to answer; reading goes on by itself.',
  })
}

/** After the last row: the log of deletions where it is due, else the end of the run. */
export function endOfRows(type: SObjectType, cursor: Cursor, run: Run, now: Date): Omit<Page, 'rows'> & { rows: [] } {
  const { job: _job, after: _after, afterParent: _parent, limit: _limit, failures: _failures, ...rest } = run
  const next = { ...cursor, run: { ...rest, phase: 'deletes' as const } }
  return { rows: [], next: deletesAreDue(cursor, now) ? next : ended(cursor, run) }
}

/** Where the next run begins. */
export function ended({ run: _run, refused: _refused, ...cursor }: Cursor, run: Run): Cursor {
  return { ...cursor, since: run.startedAt }
}

const isOlder = (moment: string | undefined, ms: number, now: Date): boolean =>
  moment === undefined || Date.parse(moment) + ms <= now.getTime()
