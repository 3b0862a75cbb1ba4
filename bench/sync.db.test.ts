import { expect, test } from 'vitest'
import { syncStory } from './sync-story.ts'

test('killed while it reads, over a line that fails one time in ten, a worker ends with what the sources hold', async () => {
  const said: string[] = []
  await syncStory({ seed: 7, kills: 2, faults: 0.1 }, (line) => said.push(line))
  expect(said.at(-1)).toMatch(/hold what their sources hold/)
}, 400_000)
