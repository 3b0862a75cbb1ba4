import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { describeForm } from '../form.ts'
import { writeTemplate } from '../scaffold/new-connector.ts'
import { loadOutside, OutsidePackage } from './load-outside.ts'

const made: string[] = []
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })))

/** A new connector, as `throughline connector new` writes it, with some files otherwise. */
function packageWith(files: Record<string, string | ((text: string) => string)> = {}): OutsidePackage {
  const folder = mkdtempSync(path.join(tmpdir(), 'load-outside-'))
  made.push(folder)
  writeTemplate(folder, 'harbor')
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name)
    writeFileSync(file, typeof text === 'string' ? text : text(readFileSync(file, 'utf8')))
  }
  return { folder, hosts: ['api.harbor.example'], memoryMb: 320 }
}
const leftOut = (files: Parameters<typeof packageWith>[0]) =>
  loadOutside(packageWith(files), { quietMs: 3_000 }).then(
    () => 'loaded',
    (error: Error) => error.message,
  )

describe('a package from outside', { timeout: 30_000 }, () => {
  test('is what a connector of this house is, word for word, with the same form', async () => {
    const { connector, close } = await loadOutside(packageWith())
    expect(connector).toMatchObject({ id: 'harbor', name: 'Harbor', auth: { kind: 'api_key' } })
    expect(connector.streams['gifts']).toMatchObject({ title: 'Gifts', rank: 20 })
    expect(describeForm(connector)).toEqual({
      config: [
        {
          name: 'backfillFrom',
          label: 'Read history from',
          type: 'date',
          required: true,
          secret: false,
          generate: false,
        },
      ],
      secrets: [
        { name: 'apiKey', label: 'API key', type: 'password', required: true, secret: true, generate: false },
        {
          name: 'webhookSecret',
          label: 'Webhook secret',
          type: 'password',
          required: false,
          secret: true,
          generate: true,
          default: '',
        },
      ],
    })
    await close()
  })

  test('is left out, in words, where it reaches for what it may not have as it loads', async () => {
    expect(await leftOut({ 'map.ts': `import 'node:fs'\nexport const mapGift = () => []` })).toMatch(
      'node:fs is not for an outside package',
    )
    expect(await leftOut({ 'map.ts': `import '../../etc/hosts'\nexport const mapGift = () => []` })).toMatch('left out')
    expect(await leftOut({ 'map.ts': `import 'left-pad'\nexport const mapGift = () => []` })).toMatch('left-pad')
    expect(
      await leftOut({ 'map.ts': `import './x.cjs'\nexport const mapGift = () => []`, 'x.cjs': 'module.exports = 1' }),
    ).toMatch('x.cjs')
  })

  test('is left out where it never comes to an end as it loads', async () => {
    expect(await leftOut({ 'map.ts': `for (;;);\nexport const mapGift = () => []` })).toMatch(
      'did not answer within 3 seconds',
    )
    expect(await leftOut({ 'map.ts': `await new Promise(() => {})\nexport const mapGift = () => []` })).toMatch(
      'did not answer',
    )
  })

  test('is left out where it is no connector, or none that can be from outside', async () => {
    const change = (from: string, to: string) => ({ 'connector.ts': (text: string) => text.replace(from, to) })
    expect(await leftOut({ 'connector.ts': 'export const x = 1' })).toMatch('exports no `connector`')
    expect(await leftOut(change(`id: 'harbor'`, `id: '../up'`))).toMatch('does not fit at id')
    expect(await leftOut(change(`route: 'connection'`, `route: 'app'`))).toMatch('of a whole app')
    expect(await leftOut(change(`['webhookSecret']`, `['apiKey']`))).toMatch('signs requests')
    expect(
      await leftOut(change(`key: ({ apiKey }) => apiKey`, 'key: ({ apiKey }) => String(apiKey.charCodeAt(9))')),
    ).toMatch('compute nothing of it')
    expect(await leftOut({ 'package.json': (text) => text.replace('"type": "module"', '"type": "commonjs"') })).toMatch(
      'ES modules',
    )
    expect(await leftOut({ 'package.json': '{' })).toMatch('left out')
  })

  test('is named by a folder from the root and by the hosts that it may speak to', () => {
    const named = (change: object) =>
      OutsidePackage.safeParse({ folder: '/opt/harbor', hosts: ['api.harbor.example'], ...change })
    expect(named({}).success).toBe(true)
    expect(named({ hosts: ['*.harbor.example'] }).success).toBe(true)
    for (const change of [
      { folder: 'harbor' },
      { hosts: [] },
      { hosts: ['*'] },
      { hosts: ['localhost'] },
      { hosts: ['10.0.0.1'] },
      { hosts: ['https://x.example'] },
    ])
      expect([change, named(change).success]).toEqual([change, false])
  })
})
