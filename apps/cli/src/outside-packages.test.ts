import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { writeTemplate } from '@throughline/connector-kit/scaffold'
import { connectors as own } from '@throughline/connectors'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openOutside, outsidePath, readOutsidePackages } from './outside-packages.ts'

let home: string
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'outside-packages-'))
})
afterEach(() => {
  rmSync(home, { recursive: true, force: true })
})
const now = () => new Date('2026-11-15T17:00:00.000Z')

test('packages are named in the file, or in the environment, which wins', async () => {
  expect(await readOutsidePackages(home, {})).toEqual([])
  const named = (folder: string) => JSON.stringify([{ folder, hosts: ['api.acme.example'] }])
  await writeFile(outsidePath(home), named('/opt/file'))
  expect(await readOutsidePackages(home, {})).toMatchObject([{ folder: '/opt/file', hosts: ['api.acme.example'] }])
  const env = { THROUGHLINE_CONNECTORS: named('/opt/environment') }
  expect(await readOutsidePackages(home, env)).toMatchObject([{ folder: '/opt/environment' }])
})

test('anything else is said in one line', async () => {
  const env = { THROUGHLINE_CONNECTORS: '[{"folder":"acme","hosts":["api.acme.example"]}]' }
  await expect(readOutsidePackages(home, env)).rejects.toThrow(
    /THROUGHLINE_CONNECTORS .* At 0\.folder: a folder from the root/,
  )
  await writeFile(outsidePath(home), 'x')
  await expect(readOutsidePackages(home, {})).rejects.toThrow('connectors.json is not what is expected')
})

test(
  'a package stands beside our connectors; one that cannot be had, or takes a name, is left out and said so',
  { timeout: 60_000 },
  async () => {
    const place = (id: string) => {
      const folder = mkdtempSync(path.join(home, 'package-'))
      writeTemplate(folder, id)
      return { folder, hosts: ['api.acme.example'], memoryMb: 320 }
    }
    const packages = [
      place('acme'),
      place('actblue'),
      { ...place('x'), folder: path.join(home, 'nowhere') },
      place('acme'),
    ]
    const { connectors, leftOut, close } = await openOutside(packages, { own, now })
    expect(Object.keys(connectors)).toEqual(['acme'])
    expect(leftOut).toEqual([
      expect.stringMatching(/a connector named actblue already/),
      expect.stringMatching(/nowhere is left out: ENOENT/),
      expect.stringMatching(/a connector named acme already/),
    ])
    await close()
  },
)
