import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'

const root = mkdtempSync(path.join(tmpdir(), 'registry-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
const folder = path.join(root, 'packages', 'connectors')
const file = path.join(folder, 'registry.generated.ts')
const run = () => execFileSync(process.execPath, [path.join(import.meta.dirname, 'connector-registry.mjs'), root])

function add(id: string, ...files: string[]): void {
  mkdirSync(path.join(folder, id), { recursive: true })
  for (const name of files) writeFileSync(path.join(folder, id, name), '')
}

test('the registry names every folder that has a connector, never an emulator, and changes only with the list', () => {
  add('acme', 'connector.ts', 'emulator.ts')
  add('open-phone', 'connector.ts')
  add('node_modules', 'other.ts')
  run()
  const text = readFileSync(file, 'utf8')
  expect(text).toContain("import { connector as acme } from './acme/connector.ts'")
  expect(text).toContain('"open-phone": openPhone,')
  expect(text).not.toContain('emulator')
  expect(text).not.toContain('node_modules')
  const { mtimeMs } = statSync(file)
  run()
  expect(statSync(file).mtimeMs).toBe(mtimeMs)
  add('third', 'connector.ts')
  run()
  expect(readFileSync(file, 'utf8')).toContain('third')
})
