import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { AnyConnector } from '../define-connector.ts'
import { conformance } from '../testing/conformance.ts'
import type { CreateEmulator } from '../testing/emulator.ts'
import { connectorId, newConnector, writeTemplate } from './new-connector.ts'

const kit = path.resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(path.join(tmpdir(), 'scaffold-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

mkdirSync(path.join(folder, 'node_modules', '@throughline'), { recursive: true })
const link = (name: string, to: string) => symlinkSync(to, path.join(folder, 'node_modules', name))
link('zod', path.join(kit, 'node_modules', 'zod'))
link('@throughline/canonical', path.resolve(kit, '../canonical'))
link('@throughline/connector-kit', kit)
const written = writeTemplate(folder, 'open-phone')

interface Written {
  connector: AnyConnector
  createEmulator: CreateEmulator<unknown, unknown>
}
const load = (name: string) => import(path.join(folder, name)) as Promise<Written>
const { connector } = await load('connector.ts')
const { createEmulator } = await load('emulator.ts')

describe('a new connector', () => {
  test('has every file a connector has, under its own name', () => {
    expect(written.map((file) => path.relative(folder, file))).toEqual([
      'QUIRKS.md',
      'connector.test.ts',
      'connector.ts',
      'emulator.ts',
      'map.ts',
      'package.json',
      path.join('samples', 'gift.json'),
      'schema.ts',
    ])
    expect(connector).toMatchObject({ id: 'open-phone', name: 'Open Phone' })
  })

  test('with an id that will not do, or is taken, is refused in words', async () => {
    for (const id of ['', 'Open', '1st', 'a--b', '../up', 'a_b']) expect(connectorId.test(id)).toBe(false)
    await expect(newConnector('/nowhere', '../up')).rejects.toThrow('will not do')
    await expect(newConnector(path.resolve(kit, '../..'), 'actblue')).rejects.toThrow('already')
  })
})

conformance(connector, createEmulator)
