import { expect, test } from 'vitest'
import type { AddOptions } from '../jobs/index.ts'
import type { News } from './notifier.ts'
import { watchNews } from './watch-news.ts'

test('the watch is nudged at most every ten seconds for a client, after what may be wrong, and never by its own news', () => {
  let at = 0
  const nudged: string[] = []
  const asked: (AddOptions | undefined)[] = []
  const told: News[] = []
  const notifier = watchNews(
    { tell: (news) => void told.push(news), close: async () => {} },
    {
      add: async ({ tenantId, kind }, options) => {
        nudged.push(`${at} ${kind} ${tenantId}`)
        asked.push(options)
      },
    },
    () => new Date(at),
  )
  for (at = 0; at < 25_000; at += 1_000) notifier.tell({ tenantId: 'a', kind: 'batch', batch: at })
  notifier.tell({ tenantId: 'b', kind: 'connections' })
  notifier.tell({ tenantId: 'c', kind: 'alerts' })
  notifier.tell({ tenantId: 'c', kind: 'access' })
  expect(nudged).toEqual(['0 watch a', '10000 watch a', '20000 watch a', '25000 watch b'])
  // Else whoever has news all the time would never be looked at.
  expect(asked[1]).toEqual({ at: new Date(20_000), keepTime: true })
  expect(told).toHaveLength(28)
})
