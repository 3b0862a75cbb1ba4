import { expect, test } from 'vitest'
import type { Nudge } from '../jobs/index.ts'
import type { News } from '../notify/index.ts'
import { followBatches } from './follow-batches.ts'

const tenantId = '00000000-0000-4000-8000-00000000000a'

function wired() {
  const [told, nudged, timers] = [[] as News[], [] as Nudge[], [] as (() => void)[]]
  const notifier = { tell: (news: News) => void told.push(news), close: async () => {} }
  const queue = { add: async (nudge: Nudge) => void nudged.push(nudge) }
  const following = followBatches(notifier, queue, (_, run) => {
    timers.push(run)
    return () => void timers.splice(timers.indexOf(run), 1)
  })
  return { told, nudged, timers, following, pass: () => timers.splice(0).forEach((run) => run()) }
}

test('a batch nudges at once, and many in a second nudge once more at its end', () => {
  const { following, nudged, told, pass } = wired()
  for (let batch = 1; batch <= 50; batch += 1) following.tell({ tenantId, kind: 'batch', batch })
  expect(told).toHaveLength(50)
  const each = (['attribute', 'segment-people'] as const).map((kind) => ({ tenantId, kind, attempt: 0 }))
  expect(nudged).toEqual(each)
  pass()
  expect(nudged).toEqual([...each, ...each])
  pass()
  expect(nudged).toHaveLength(4)
})

test('what changed no facts nudges nobody, and after closing nothing comes', async () => {
  const { following, nudged, timers } = wired()
  following.tell({ tenantId, kind: 'settings' })
  expect(nudged).toHaveLength(0)
  following.tell({ tenantId, kind: 'events' })
  await following.close()
  expect([nudged.length, timers.length]).toEqual([2, 0])
})
