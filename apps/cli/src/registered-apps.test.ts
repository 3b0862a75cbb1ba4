import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { appsPath, readRegisteredApps } from './registered-apps.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'apps-'))
})
afterEach(() => rm(home, { recursive: true, force: true }))

test('apps come from the file, or from the environment, which wins', async () => {
  expect(await readRegisteredApps(home, {})).toEqual({})
  await writeFile(appsPath(home), JSON.stringify({ hubspot: { clientId: 'file' } }))
  expect(await readRegisteredApps(home, {})).toEqual({ hubspot: { clientId: 'file' } })
  const env = { THROUGHLINE_APPS: JSON.stringify({ hubspot: { clientId: 'environment' } }) }
  expect(await readRegisteredApps(home, env)).toEqual({ hubspot: { clientId: 'environment' } })
})

test('anything else is said in one line, without what is in it', async () => {
  await writeFile(appsPath(home), '{"hubspot": "s3cret"}')
  await expect(readRegisteredApps(home, {})).rejects.toThrow(/apps\.json is not what is expected/)
  await expect(readRegisteredApps(home, { THROUGHLINE_APPS: 'x' })).rejects.toThrow('THROUGHLINE_APPS')
})
