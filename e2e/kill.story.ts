import { test } from '@playwright/test'
import { killStory } from '../bench/kill-story.ts'

test('gifts posted while the server is killed are counted once each', async () => {
  test.setTimeout(240_000)
  await killStory({ webhooks: 40, kills: 1, senders: 4 }, () => {})
})
