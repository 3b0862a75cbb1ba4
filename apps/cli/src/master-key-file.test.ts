import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addMasterKey, masterKeyPath, readMasterKey } from './master-key-file.ts'

let stateDir: string
beforeEach(async () => {
  stateDir = await mkdtemp(path.join(tmpdir(), 'throughline-key-'))
})
afterEach(() => rm(stateDir, { recursive: true }))

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString()

test('the key is made once, for its owner only, and opens what it sealed', async () => {
  const sealed = (await readMasterKey(stateDir, {})).seal(Buffer.from('a token'), 'here')
  expect(text((await readMasterKey(stateDir, {})).open(sealed, 'here'))).toBe('a token')
  expect((await stat(masterKeyPath(stateDir))).mode & 0o777).toBe(0o600)
})

test('after a rotation the old is still opened, and the new seals', async () => {
  const before = await readMasterKey(stateDir, {})
  const old = before.seal(Buffer.from('old'), 'here')
  await addMasterKey(stateDir)
  const after = await readMasterKey(stateDir, {})
  expect(text(after.open(old, 'here'))).toBe('old')
  const fresh = after.seal(Buffer.from('new'), 'here')
  expect(() => before.open(fresh, 'here')).toThrow()
  expect(text(after.open(fresh, 'here'))).toBe('new')
  expect(() => after.open(fresh, 'elsewhere')).toThrow()
})

test('a file that holds no key is said so, without its content', async () => {
  await writeFile(masterKeyPath(stateDir), 'c2VjcmV0')
  await expect(readMasterKey(stateDir, {})).rejects.toThrow(/is not a master key \(32 bytes in base64\)\.$/)
})

test('a given key stands above the file', async () => {
  const given = Buffer.alloc(32, 3).toString('base64')
  const sealed = (await readMasterKey(stateDir, { THROUGHLINE_MASTER_KEY: given })).seal(Buffer.from('x'), 'here')
  const file = await readMasterKey(stateDir, {})
  expect(() => file.open(sealed, 'here')).toThrow()
})
