import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { writeTemplate } from '../../scaffold/new-connector.ts'
import { checkOutside } from './check-outside.ts'

const root = path.resolve(import.meta.dirname, '../../../../..')
const folder = mkdtempSync(path.join(tmpdir(), 'check-outside-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const given = { folder, hosts: ['api.harbor.example'], memoryMb: 320 }

test(
  'a package is checked where it will run: its files, loading, and the suite, each said apart',
  { timeout: 120_000 },
  async () => {
    expect(await checkOutside(root, given)).toEqual([
      { name: 'files', ok: false, output: 'missing: package.json\nmissing: emulator.ts' },
    ])
    writeTemplate(folder, 'harbor')
    expect((await checkOutside(root, given)).map(({ name, ok }) => [name, ok])).toEqual([
      ['files', true],
      ['loads in a process of its own', true],
      ['conformance suite', true],
    ])
    const file = path.join(folder, 'connector.ts')
    const whole = readFileSync(file, 'utf8')
    writeFileSync(file, whole.replace('key: ({ id }) => id', "key: () => 'one'"))
    const wrong = (await checkOutside(root, given)).at(-1)
    expect(wrong).toMatchObject({ name: 'conformance suite', ok: false })
    expect(wrong?.output).toMatch('gives every row there is')
    writeFileSync(file, `import 'node:fs'\n${whole}`)
    expect((await checkOutside(root, given)).at(-1)).toMatchObject({ name: 'loads in a process of its own', ok: false })
  },
)
