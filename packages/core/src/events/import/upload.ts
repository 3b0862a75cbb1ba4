import { Conflict, Invalid } from '@throughline/canonical'
import type { Actor } from '@throughline/db'
import { requireMay } from '../../tenants/index.ts'
import type { UploadInput } from './event-imports.ts'
import type { FileRow } from './file-row.ts'
import { guessMapping } from './guess-mapping.ts'
import type { ImportDeps } from './import-deps.ts'
import {
  actorName,
  changeImport,
  dropParts,
  insertImport,
  keepPart,
  listImports,
  lockImport,
  tenantZone,
} from './import.store.ts'
import { noteImport } from './note-import.ts'
import { sealRows } from './read-part.ts'
import { columnsOf, rowValues } from './row-values.ts'
import { splitFile } from './split-file.ts'

/** Files larger than this come in several. */
const largestFile = 512 * 1024 * 1024
/** Imports whose file waits at once. */
const mostWaiting = 20
/** Rows from which columns and a first mapping are read. */
const sampleRows = 200

/** Keeps a file piece by piece. What breaks off leaves nothing, or where the process ends, an import that never became ready. */
export async function uploadFile(
  deps: ImportDeps,
  actor: Actor,
  tenantId: string,
  { name, format, chunks }: UploadInput,
): Promise<{ importId: string }> {
  const { door, secrets, now, newId, kit } = deps
  const importId = newId()
  const shown = fileName(name)
  const keyring = await door.withTenant(actor, tenantId, async (inside) => {
    requireMay(inside.role, 'events.import')
    const waiting = (await listImports(inside, 500)).filter(({ state }) => state === 'uploading' || state === 'ready')
    if (waiting.length >= mostWaiting)
      throw new Conflict(`At most ${mostWaiting} files wait at once: delete some first.`)
    const createdBy = actorName(inside.actor)
    await insertImport(inside, { importId, name: shown, format, createdBy, now: now() })
    return secrets.forTenant(inside, now())
  })
  const read = { bytes: 0 }
  const counted = async function* () {
    for await (const chunk of chunks) {
      read.bytes += chunk.length
      if (read.bytes > largestFile) throw new Invalid('A file has at most 512 MiB. Cut it in two.', 'file')
      yield chunk
    }
  }
  try {
    let seq = 0
    let columns: string[] | undefined
    const first: FileRow[] = []
    for await (const part of splitFile(counted(), { format, cut: kit.cutRecord, partRows: deps.partRows })) {
      seq += 1
      columns = part.columns
      if (first.length < sampleRows) first.push(...part.rows.slice(0, sampleRows - first.length))
      const sealed = {
        ...{ seq, firstRow: part.rows[0]?.row ?? 0, rows: part.rows.length },
        body: sealRows(keyring, part.rows),
      }
      await door.withTenant(actor, tenantId, async (inside) => {
        requireMay(inside.role, 'events.import')
        await keepPart(inside, importId, sealed, read.bytes)
      })
    }
    if (seq === 0) throw new Invalid('The file has no rows.', 'file')
    const names = columns ?? columnsOf(first)
    await door.withTenant(actor, tenantId, async (inside) => {
      const it = await lockImport(inside, importId)
      if (it.state !== 'uploading') throw new Conflict('This import was deleted while its file came.')
      const sample = first.flatMap((row) => {
        const values = rowValues(row, names)
        return values.ok ? [values.values] : []
      })
      const mapping = guessMapping(names, sample, await tenantZone(inside))
      await changeImport(inside, importId, { state: 'ready', columns: names, mapping, fileBytes: read.bytes })
      await noteImport(inside, 'event_import.uploaded', it, now(), { format, bytes: read.bytes })
    })
  } catch (error) {
    await forget(deps, actor, tenantId, importId)
    throw error
  }
  return { importId }
}

/** What came of a broken upload goes again; where even that fails, a person can delete it. */
async function forget({ door }: ImportDeps, actor: Actor, tenantId: string, importId: string): Promise<void> {
  try {
    await door.withTenant(actor, tenantId, async (inside) => {
      await lockImport(inside, importId)
      await dropParts(inside, importId)
      await changeImport(inside, importId, { state: 'deleted' })
    })
  } catch {
    // The reason that the upload broke off is what is told.
  }
}

/** A file's name without what surrounds it, as it may be shown. */
const fileName = (name: string): string =>
  (name.split(/[/\\]/).at(-1) ?? '')
    .replaceAll(/\p{Cc}/gu, '')
    .trim()
    .slice(0, 120) || 'file'
