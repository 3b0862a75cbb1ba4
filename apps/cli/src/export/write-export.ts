import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { ExportSet, OpenExport } from '@throughline/core/export'
import { StartFailure } from '@throughline/db/embedded'
import { headText, rowText, type ExportFormat } from './row-text.ts'

/** One file of an export, as the manifest tells of it. */
interface ExportFile {
  set: string
  file: string
  rows: number
  bytes: number
  sha256: string
  columns: readonly string[]
}

/** What `manifest.json` says: with it whoever holds the files can tell that they are whole, and as of when they are. */
export interface Manifest {
  version: 1
  format: ExportFormat
  madeAt: string
  tenant: Record<string, unknown>
  asOf: { batch: number; recordedAt: string | null; auditSeq: number }
  /** Names and addresses are in full; otherwise masked. */
  revealed: boolean
  files: ExportFile[]
}

/**
 * Writes an export to a folder that does not exist yet, a page at a time. It gets its name when it is whole: one cut short is
 * `<folder>.part`.
 * @throws StartFailure where there is such a folder
 */
export const writeExport = async (
  it: OpenExport,
  options: { folder: string; format: ExportFormat; madeAt: Date; onSet?: (name: string, fraction: number) => void },
): Promise<Manifest> => {
  const { folder, format, madeAt } = options
  if (existsSync(folder)) throw new StartFailure(`${folder} is there already: name another folder with --to.`)
  const part = `${folder}.part`
  await rm(part, { recursive: true, force: true })
  await mkdir(part, { recursive: true, mode: 0o700 })
  const files: ExportFile[] = []
  for (const [place, set] of it.sets.entries()) {
    options.onSet?.(set.name, place / it.sets.length)
    files.push(await writeSet(set, part, format))
  }
  const manifest: Manifest = {
    version: 1,
    format,
    madeAt: madeAt.toISOString(),
    tenant: it.tenant,
    asOf: { batch: it.batch, recordedAt: it.recordedAt, auditSeq: it.auditSeq },
    revealed: it.revealed,
    files,
  }
  await writeFile(path.join(part, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 })
  await rename(part, folder)
  return manifest
}

const writeSet = async (set: ExportSet, folder: string, format: ExportFormat): Promise<ExportFile> => {
  const file = `${set.name}.${format}`
  const hash = createHash('sha256')
  const handle = await open(path.join(folder, file), 'wx', 0o600)
  let [rows, bytes] = [0, 0]
  const write = async (text: string) => {
    if (text === '') return
    const chunk = Buffer.from(text)
    hash.update(chunk)
    bytes += chunk.length
    await handle.writeFile(chunk)
  }
  try {
    await write(headText(format, set.columns))
    for await (const page of set.pages()) {
      rows += page.length
      await write(page.map((row) => rowText(format, set.columns, row)).join(''))
    }
    await handle.sync()
  } finally {
    await handle.close()
  }
  return { set: set.name, file, rows, bytes, sha256: hash.digest('hex'), columns: set.columns }
}
