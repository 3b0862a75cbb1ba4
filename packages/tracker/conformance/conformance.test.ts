import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runVector } from './run-vector.ts'
import type { Vector } from './vector.ts'

const folder = new URL('./', import.meta.url)
const vectors = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vector)

describe('our tracker lives through every vector', () => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', async (_, vector) => {
    expect(vector.expect.requests.length + Number(vector.expect.storesNothing)).toBeGreaterThan(0)
    expect(await runVector(vector)).toEqual(vector.expect)
  })

  it('vectors tell of being offline, reloads, consent, wrong clocks and every kind of answer', () => {
    const wanted = ['batch', 'offline', 'reload', 'consent', 'withdrawn', 'clock', '429', '207', '401', '5xx', '413']
    for (const word of wanted) expect(vectors.some(({ name }) => name.includes(word))).toBe(true)
  })
})
