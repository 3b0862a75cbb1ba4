import { test } from '@playwright/test'
import { eventKillStory } from '../bench/event-kill-story.ts'

test('events posted while the server is killed are there once each', async () => {
  test.setTimeout(240_000)
  await eventKillStory({ kills: 1, batchesAKill: 4, batch: 50, senders: 3 }, () => {})
})
