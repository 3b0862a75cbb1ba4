import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ExportRow, OpenExport } from '@throughline/core/export'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeExport, type Manifest } from './write-export.ts'

let home: string
let folder: string
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'throughline-export-'))
  folder = path.join(home, 'out')
})
afterEach(() => rm(home, { recursive: true, force: true }))

/** An export of these pages. */
const exportOf = (pages: () => AsyncGenerator<ExportRow[]>): OpenExport => ({
  tenant: { slug: 'harbor-table' },
  batch: 7,
  recordedAt: '2026-11-20T15:00:00.000Z',
  auditSeq: 3,
  revealed: false,
  sets: [
    { name: 'facts', columns: ['key', 'value', 'note'], pages },
    { name: 'rates', columns: ['day'], pages: async function* () {} },
  ],
})
const madeAt = new Date('2026-11-21T09:00:00Z')
const read = (file: string) => readFile(path.join(folder, file), 'utf8')

async function* some(): AsyncGenerator<ExportRow[]> {
  yield [{ key: 'a', value: { minor: 7 }, note: 'say "hi", twice' }]
  yield [{ key: '=1+1', value: null, note: undefined }]
}

test('every file is as its manifest says: counts, bytes, SHA-256, and as of when', async () => {
  await writeExport(exportOf(some), { folder, format: 'ndjson', madeAt })
  expect(await read('facts.ndjson')).toBe(
    '{"key":"a","value":{"minor":7},"note":"say \\"hi\\", twice"}\n{"key":"=1+1","value":null,"note":null}\n',
  )
  const manifest = JSON.parse(await read('manifest.json')) as Manifest
  expect(manifest).toMatchObject({
    version: 1,
    madeAt: madeAt.toISOString(),
    asOf: { batch: 7, auditSeq: 3 },
    revealed: false,
  })
  expect(manifest.files.map(({ set, rows }) => [set, rows])).toEqual([
    ['facts', 2],
    ['rates', 0],
  ])
  for (const { file, bytes, sha256 } of manifest.files) {
    const text = await read(file)
    expect([Buffer.byteLength(text), createHash('sha256').update(text).digest('hex')]).toEqual([bytes, sha256])
    expect((await stat(path.join(folder, file))).mode & 0o777).toBe(0o600)
  }
})

test('as CSV a spreadsheet takes no text for a formula', async () => {
  await writeExport(exportOf(some), { folder, format: 'csv', madeAt })
  expect(await read('facts.csv')).toBe('key,value,note\r\na,"{""minor"":7}","say ""hi"", twice"\r\n\'=1+1,,\r\n')
})

test('one cut short is not taken for a whole one, and another goes over it', async () => {
  const cut = exportOf(async function* () {
    yield [{ key: 'a' }]
    throw new Error('no database')
  })
  await expect(writeExport(cut, { folder, format: 'ndjson', madeAt })).rejects.toThrow('no database')
  expect([existsSync(folder), existsSync(path.join(`${folder}.part`, 'manifest.json'))]).toEqual([false, false])
  await writeExport(exportOf(some), { folder, format: 'ndjson', madeAt })
  expect([existsSync(folder), existsSync(`${folder}.part`)]).toEqual([true, false])
  await expect(writeExport(exportOf(some), { folder, format: 'ndjson', madeAt })).rejects.toThrow('is there already')
})

test('a page is asked for only when the one before is written', async () => {
  const kept: number[] = []
  const lazily = exportOf(async function* () {
    for (let page = 0; page < 5; page += 1) {
      const written = existsSync(path.join(`${folder}.part`, 'facts.ndjson'))
        ? (await stat(path.join(`${folder}.part`, 'facts.ndjson'))).size
        : 0
      kept.push(written)
      yield Array.from({ length: 100 }, (_, n) => ({ key: `${page} ${n}` }))
    }
  })
  await writeExport(lazily, { folder, format: 'ndjson', madeAt })
  expect(kept.every((bytes, page) => page === 0 || bytes > (kept[page - 1] ?? 0))).toBe(true)
})
