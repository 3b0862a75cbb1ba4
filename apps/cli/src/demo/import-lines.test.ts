import type { Services } from '@throughline/api'
import { expect, test } from 'vitest'
import { importLines } from './import-lines.ts'

type Imports = Services['eventImports']
type Card = Awaited<ReturnType<Imports['list']>>[number]
type Actor = Parameters<Imports['list']>[0]

/** A list of imports that remembers what was done to it. */
function fakeImports(...cards: Partial<Card>[]) {
  const deeds: string[] = []
  const imports = {
    list: async () => cards,
    upload: async (_actor: unknown, _tenant: unknown, { name, chunks }: Parameters<Imports['upload']>[2]) => {
      let text = ''
      for await (const chunk of chunks) text += Buffer.from(chunk).toString()
      deeds.push(`upload ${name} ${text}`)
      return { importId: 'new' }
    },
    map: async (_actor: unknown, _tenant: unknown, id: string) => void deeds.push(`map ${id}`),
    start: async (_actor: unknown, _tenant: unknown, id: string, step: string) => void deeds.push(`${step} ${id}`),
    remove: async (_actor: unknown, _tenant: unknown, id: string) => void deeds.push(`remove ${id}`),
  } as unknown as Imports
  const step = (text?: string) => importLines(imports, {} as Actor, 'tenant', 'a.ndjson', text)
  return { deeds, step }
}
const card = (state: Card['state'], work?: 'queued' | 'running' | 'failed'): Partial<Card> => ({
  ...{ importId: 'i', name: 'a.ndjson', state },
  work: work ? { step: 'write', state: work, progress: 0, etaSeconds: null, stopping: false, say: null } : null,
})

test('a file that is not there is asked for, then uploaded, mapped and written', async () => {
  const { deeds, step } = fakeImports({ ...card('written'), name: 'another.ndjson' }, card('deleted'))
  expect(await step()).toBe('wanted')
  expect(deeds).toEqual([])
  expect(await step('{"a":1}')).toBe('under way')
  expect(deeds).toEqual(['upload a.ndjson {"a":1}', 'map new', 'write new'])
})

test.each([
  ['is written', card('written'), 'written', []],
  ['somebody took back', card('undone'), 'written', []],
  ['is being written', card('writing', 'running'), 'under way', []],
  ['was kept, and no more', card('ready'), 'under way', ['map i', 'write i']],
  ['broke off while it was written', card('writing', 'failed'), 'under way', ['write i']],
  ['was stopped', card('stopped'), 'under way', ['write i']],
  ['never came whole', card('uploading'), 'wanted', ['remove i']],
] as const)('a file that %s goes on from there', async (_, known, stands, done) => {
  const { deeds, step } = fakeImports(known)
  expect(await step('{"a":1}')).toBe(stands)
  expect(deeds).toEqual(done)
})
