import { MalformedRow, readCsv, type Ctx } from '@throughline/connector-kit'
import { alongsideMessages } from './alongside.ts'
import { fieldsOf } from './columns.ts'
import { isObject } from './envelope.ts'
import { stepExport, type ExportStep } from './export-job.ts'
import { bucket, isNotFound, notThere, stepList } from './paging.ts'
import type { Entry } from './plan.ts'
import type { Config } from './settings.ts'

/** Some messages of one broadcast, and where its reading stands after them. */
export interface Part {
  rows: unknown[]
  also?: Record<string, unknown[]>
  entry: Entry
  /** Nothing more is to be read of it now; `why` where it could not be read. */
  end?: { why?: string }
}

/** Larger broadcasts are exported: thousands of pages are slow, and a file is one moment's view. */
const exportAbove = 5_000
const exportPage = 250
/** Rows come some time after a broadcast has ended; so long after nobody waits for them any more. */
const settleMs = 10 * 60_000
const unavailableMs = 30 * 86_400_000

/** Reads one broadcast's messages, by an export or page by page, until they are read, fail, or have to be waited for. */
export async function* readEntry(ctx: Ctx<Config>, entry: Entry): AsyncGenerator<Part> {
  yield* isExported(ctx, entry) ? readExport(ctx, entry) : readPages(ctx, entry)
}

/** Whether its messages are read from an export: one under way, or one to ask for. */
export function isExported({ config }: Ctx<Config>, entry: Entry): boolean {
  return Boolean(entry.export) || (config.exports && entry.total > exportAbove && !entry.paged && !entry.page)
}

async function* readPages(ctx: Ctx<Config>, from: Entry): AsyncGenerator<Part> {
  const { notBefore: _waited, ...rest } = from
  let entry: Entry = rest
  for (;;) {
    const step = await stepList(ctx, pathOf(entry), entry.page ?? {})
    switch (step.outcome) {
      case 'page': {
        const { page: _page, ...others } = entry
        entry = { ...others, rows: entry.rows + step.rows.length, ...(step.next ? { page: step.next } : {}) }
        yield partOf(entry, step.rows, step.next ? undefined : endOf(ctx, entry))
        if (!step.next) return
        break
      }
      case 'again': {
        const { notBefore } = step.next
        entry = { ...entry, page: step.next, ...(notBefore === undefined ? {} : { notBefore }) }
        yield partOf(entry, [])
        if (notBefore !== undefined) return
        break
      }
      case 'failed':
        yield partOf(entry, [], { why: step.why })
        return
      case 'gone':
        yield await gone(ctx, entry)
        return
    }
  }
}

async function* readExport(ctx: Ctx<Config>, from: Entry): AsyncGenerator<Part> {
  const { notBefore: _waited, ...rest } = from
  let entry: Entry = rest
  for (;;) {
    const step = await stepExport(
      ctx,
      { name: `messages ${entry.id}`, path: `${pathOf(entry)}/export`, body: {} },
      entry.export,
    )
    switch (step.outcome) {
      case 'again': {
        const { notBefore } = step.state
        entry = { ...entry, export: step.state, ...(notBefore === undefined ? {} : { notBefore }) }
        yield partOf(entry, [])
        return
      }
      case 'ready':
        yield* readFile(ctx, entry, step)
        return
      case 'failed':
        // Paging always works; it only takes longer.
        yield partOf(pagedFromNow(entry), [])
        return
      case 'gone':
        yield await gone(ctx, entry)
        return
    }
  }
}

async function* readFile(
  ctx: Ctx<Config>,
  from: Entry,
  ready: ExportStep & { outcome: 'ready' },
): AsyncGenerator<Part> {
  const { spool, columns, state } = ready
  const fields = fieldsOf(columns, 'broadcast', ctx.config.columns)
  const has = new Set(fields.values())
  if (!has.has('id') || !(has.has('to_number') || has.has('phone_number'))) {
    await spool.discard()
    yield partOf(pagedFromNow(from), [])
    return
  }
  const sameFile = state.bytes === spool.bytes
  let entry: Entry = { ...from, rows: sameFile ? from.rows : 0 }
  for await (const page of readCsv(spool.path, { columns, from: sameFile ? state.byte : 0, pageRows: exportPage })) {
    entry = {
      ...entry,
      rows: entry.rows + page.rows.length,
      export: { ...state, bytes: spool.bytes, byte: page.next },
    }
    yield partOf(
      entry,
      page.rows.map((row) => (row instanceof MalformedRow ? row : toRow(row, fields))),
    )
  }
  // Before the part that says so: a run that stops there would never come back to it.
  await spool.discard()
  yield partOf(entry, [], endOf(ctx, entry))
}

/** A row of an export as a page would have it. What no heading tells stays under its own name. */
function toRow(row: Record<string, string>, fields: ReadonlyMap<string, string>): Record<string, unknown> {
  const read: Record<string, unknown> = {}
  for (const [heading, value] of Object.entries(row)) {
    const field = fields.get(heading)
    read[field ?? heading] = field === 'clicks' && /^\d+$/.test(value) ? Number(value) : value
  }
  return read
}

function pagedFromNow({ export: _export, ...entry }: Entry): Entry {
  return { ...entry, rows: 0, paged: true }
}

function partOf(entry: Entry, rows: readonly unknown[], end?: Part['end']): Part {
  const attached = rows.map((row) => (isObject(row) && !(row instanceof MalformedRow) ? attach(row, entry) : row))
  return { rows: attached, also: alongsideMessages(attached), entry, ...(end ? { end } : {}) }
}

/** Says whose message it is, and whether the broadcast's count has it. */
function attach(row: Record<string, unknown>, { id, at, counted }: Entry): Record<string, unknown> {
  const settled = Boolean(row.delivered_at ?? row.failed_at)
  const uncounted = counted === 'none' || (counted === 'settled' && !settled)
  return {
    ...row,
    broadcast_id: id,
    ...(at === undefined ? {} : { broadcast_at: new Date(at).toISOString() }),
    ...(uncounted ? { uncounted: true } : {}),
  }
}

/** No rows of a broadcast that was sent are not "no messages": access is not switched on, or they are not ready. */
function endOf(ctx: Ctx<Config>, { rows, expected, at = 0 }: Entry): { why?: string } {
  const age = ctx.now().getTime() - at
  const missing = rows === 0 && expected > 0 && age > settleMs && age < unavailableMs
  return missing ? { why: 'Switchboard lists no messages of it, though it was sent' } : {}
}

/** Its messages are not found. Only where the broadcast itself is not found either is it taken for deleted. */
async function gone(ctx: Ctx<Config>, entry: Entry): Promise<Part> {
  const answer = await ctx.http.get(`/v1/broadcasts/${encodeURIComponent(entry.id)}`, { bucket, accept: notThere })
  if (!isNotFound(answer.status)) return partOf(entry, [], { why: 'its messages are not found' })
  return { rows: [], also: { broadcasts: [tombstone(entry.id, ctx.now())] }, entry, end: {} }
}

/** What is kept of a broadcast that is no longer there, beside what was known of it. */
export const tombstone = (id: string, noticedAt: Date): Record<string, unknown> => ({
  id,
  deleted_at_source: true,
  modified_at: noticedAt.toISOString(),
})

const pathOf = ({ id }: Entry): string => `/v1/broadcasts/${encodeURIComponent(id)}/phone_messages`
