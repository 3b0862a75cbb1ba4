import type { ImportMapping } from '@throughline/canonical/event'
import type { Inside } from '@throughline/db'
import type { TenantKeyring } from '../../secrets/index.ts'
import { eventSettings } from '../event-settings.store.ts'
import type { Judging } from '../judge.ts'
import { openEvents, sealEvents } from '../seal-events.ts'
import type { FileRow } from './file-row.ts'
import type { ImportDeps } from './import-deps.ts'
import { nextPart, readImport, type ImportRow } from './import.store.ts'
import { importJudging, judgeRows, type JudgedRow } from './judge-rows.ts'

export const sealRows = (keyring: TenantKeyring, rows: readonly FileRow[]): Uint8Array =>
  sealEvents(keyring, Buffer.from(JSON.stringify(rows)))

/** A piece of a file with all that it is judged by. */
export interface OpenPart {
  import: ImportRow
  seq: number
  rows: FileRow[]
  judging: Judging
  keyring: TenantKeyring
}

/** The next piece of an import after a place; undefined at its end. */
export async function readPart(
  { secrets, connectors, now }: ImportDeps,
  inside: Inside,
  importId: string,
  after: number,
): Promise<OpenPart | undefined> {
  const it = await readImport(inside, importId)
  const part = await nextPart(inside, importId, after)
  if (!part) return undefined
  const settings = await eventSettings(inside)
  const keyring = await secrets.forTenant(inside, now())
  const rows = JSON.parse(Buffer.from(openEvents(keyring, part.body)).toString('utf8')) as FileRow[]
  const more = { tenantId: inside.tenantId, receivedAt: now().getTime(), sources: new Set(Object.keys(connectors)) }
  return { import: it, seq: part.seq, rows, judging: importJudging(settings, keyring, more), keyring }
}

/** Its rows as events, by the mapping. */
export const judgePart = (
  { import: { columns }, rows, judging }: OpenPart,
  mapping: ImportMapping,
  most = rows.length,
): JudgedRow[] => judgeRows(rows.slice(0, most), { columns, mapping, judging })
