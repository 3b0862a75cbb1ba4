import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const root = path.join(import.meta.dirname, '../../..')
const sources = execFileSync('git', ['ls-files', '-z', '*.ts', '*.svelte', '*.mjs'], { cwd: root, encoding: 'utf8' })
  .split('\0')
  .filter((file) => file !== '' && !file.startsWith('packages/db/'))

test('nobody but the door says which client, agency or person a transaction is for', () => {
  expect(sources.length).toBeGreaterThan(100)
  const saying =
    /\bset_config\b|\bapp\.(tenants|agencies|actor)\b|set\s+(local\s+)?role\b|session_replication_role|row_security/i
  const others = sources.filter((file) => {
    try {
      return saying.test(readFileSync(path.join(root, file), 'utf8'))
    } catch {
      return false
    }
  })
  expect(others).toEqual([])
})
