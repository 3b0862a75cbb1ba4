import { Conflict, NotFound } from '@throughline/canonical'
import type { ImportMapping } from '@throughline/canonical/event'
import { desc, eq, instantOf, ne, sql, tables, type Inside } from '@throughline/db'
import type { ImportReport, ImportState } from './event-imports.ts'
import type { FileFormat } from './file-row.ts'

export { actorName, appendAudit, authenticateJob as jobOf } from '@throughline/db'

type Reading = Pick<Inside, 'db'>
type Writing = Pick<Inside, 'db' | 'tenantId'>
const { eventImport } = tables

export interface ImportRow {
  importId: string
  name: string
  format: FileFormat
  mapping: ImportMapping
  state: ImportState
  createdBy: string
  createdAt: string
  finishedAt: string | null
  rows: number
  done: number
  accepted: number
  duplicates: number
  rejected: number
  undone: number
  undoneBatch: number
  columns: string[]
  fileBytes: number
  report: ImportReport | null
}

const rowOf = ({ id, ...row }: typeof eventImport.$inferSelect): ImportRow => ({
  ...row,
  importId: id,
  format: row.format as FileFormat,
  state: row.state as ImportState,
  mapping: row.mapping as unknown as ImportMapping,
  report: row.report as unknown as ImportReport | null,
  createdAt: instantOf(row.createdAt),
  finishedAt: row.finishedAt === null ? null : instantOf(row.finishedAt),
})

export async function insertImport(
  { db, tenantId }: Writing,
  input: { importId: string; name: string; format: FileFormat; createdBy: string; now: Date },
): Promise<void> {
  const { importId, name, format, createdBy, now } = input
  const none = { rows: 0, done: 0, accepted: 0, duplicates: 0, rejected: 0 }
  await db.insert(eventImport).values({
    ...{ tenantId, id: importId, name, format, createdBy, ...none },
    mapping: {},
    state: 'uploading',
    createdAt: now.toISOString(),
  })
}

/** The newest first; what was deleted is not among them. */
export async function listImports({ db }: Reading, limit: number): Promise<ImportRow[]> {
  const rows = await db
    .select()
    .from(eventImport)
    .where(ne(eventImport.state, 'deleted'))
    .orderBy(desc(eventImport.createdAt), desc(eventImport.id))
    .limit(limit)
  return rows.map(rowOf)
}

/** @throws NotFound */
export async function readImport({ db }: Reading, importId: string): Promise<ImportRow> {
  const [row] = await db.select().from(eventImport).where(eq(eventImport.id, importId))
  if (!row || row.state === 'deleted') throw new NotFound('No such import.')
  return rowOf(row)
}

/** The same, and nobody else changes it before this transaction ends. */
export async function lockImport({ db }: Reading, importId: string): Promise<ImportRow> {
  const [row] = await db.select().from(eventImport).where(eq(eventImport.id, importId)).for('update')
  if (!row || row.state === 'deleted') throw new NotFound('No such import.')
  return rowOf(row)
}

type Changes = Partial<Omit<ImportRow, 'importId' | 'createdAt' | 'createdBy' | 'format' | 'name'>>

export async function changeImport({ db }: Reading, importId: string, changes: Changes): Promise<void> {
  await db
    .update(eventImport)
    .set(changes as Record<string, unknown>)
    .where(eq(eventImport.id, importId))
}

/** Adds to what was counted. */
export async function addToImport(
  { db }: Reading,
  importId: string,
  counts: Partial<Pick<ImportRow, 'done' | 'accepted' | 'duplicates' | 'rejected' | 'undone'>>,
): Promise<void> {
  const { done = 0, accepted = 0, duplicates = 0, rejected = 0, undone = 0 } = counts
  await db.execute(sql`
    update event_import set done = done + ${done}::int, accepted = accepted + ${accepted}::int,
      duplicates = duplicates + ${duplicates}::int, rejected = rejected + ${rejected}::int, undone = undone + ${undone}::int
    where id = ${importId}::uuid`)
}

/** A piece of a file. */
export interface SealedPart {
  seq: number
  firstRow: number
  rows: number
  body: Uint8Array
}

/** Keeps a piece of a file that is on its way. @throws Conflict where somebody deleted the import meanwhile */
export async function keepPart(
  { db, tenantId }: Writing,
  importId: string,
  { seq, firstRow, rows, body }: SealedPart,
  fileBytes: number,
): Promise<void> {
  const there = await db.execute(sql`
    update event_import set rows = rows + ${rows}::int, file_bytes = ${fileBytes}::bigint
    where id = ${importId}::uuid and state = 'uploading' returning 1`)
  if (there.length === 0) throw new Conflict('This import was deleted while its file came.')
  await db.execute(sql`
    insert into event_import_part (tenant_id, import_id, seq, first_row, body)
    values (${tenantId}, ${importId}, ${seq}::int, ${firstRow}::int, decode(${Buffer.from(body).toString('base64')}, 'base64'))`)
}

/** The first piece after a place that was not written yet. */
export async function nextPart(
  { db }: Reading,
  importId: string,
  after: number,
): Promise<{ seq: number; body: Uint8Array } | undefined> {
  const [row] = await db.execute<{ seq: number; body: Uint8Array }>(sql`
    select seq, body from event_import_part where import_id = ${importId}::uuid and seq > ${after}::int order by seq limit 1`)
  return row
}

/** Takes a piece away for good, to be written in the same transaction. @returns whether it was there */
export async function takePart({ db }: Reading, importId: string, seq: number): Promise<boolean> {
  const rows = await db.execute(
    sql`delete from event_import_part where import_id = ${importId}::uuid and seq = ${seq}::int returning 1`,
  )
  return rows.length > 0
}

export async function dropParts({ db }: Reading, importId: string): Promise<void> {
  await db.execute(sql`delete from event_import_part where import_id = ${importId}::uuid`)
}

/** The zone that the tenant's days are in. */
export async function tenantZone({ db }: Reading): Promise<string> {
  const [row] = await db.execute<{ time_zone: string }>(sql`select time_zone from tenant`)
  return row?.time_zone ?? 'UTC'
}
