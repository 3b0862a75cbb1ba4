import { describe, expect, test } from 'vitest'
import { createNotifier, listenForNews, type News } from './notifier.ts'

/** A clock and timers that run when told. */
function handTime() {
  let at = 0
  const timers: { due: number; run: () => void }[] = []
  return {
    now: () => new Date(at),
    after: (ms: number, run: () => void) => {
      const timer = { due: at + ms, run }
      timers.push(timer)
      return () => void timers.splice(timers.indexOf(timer), 1)
    },
    pass(ms: number) {
      const until = at + ms
      for (;;) {
        const next = timers.filter(({ due }) => due <= until).sort((a, b) => a.due - b.due)[0]
        if (!next) break
        timers.splice(timers.indexOf(next), 1)
        at = next.due
        next.run()
      }
      at = until
    },
    timers,
  }
}

const a = '00000000-0000-4000-8000-00000000000a'
const b = '00000000-0000-4000-8000-00000000000b'

function wired() {
  const time = handTime()
  const sent: { at: number; news: News[] }[] = []
  const database = {
    notify: async (_channel: string, payload: string) => {
      sent.push({ at: time.now().getTime(), news: JSON.parse(payload) as News[] })
    },
  }
  return { time, sent, notifier: createNotifier({ database, now: time.now, after: time.after }) }
}

describe('notices', () => {
  test('the first leaves at once', () => {
    const { sent, notifier } = wired()
    notifier.tell({ tenantId: a, kind: 'batch', batch: 1 })
    expect(sent).toEqual([{ at: 0, news: [{ tenantId: a, kind: 'batch', batch: 1 }] }])
  })

  test('a thousand batches in a second are four notices or five, and the last batch is told', () => {
    const { time, sent, notifier } = wired()
    for (let batch = 1; batch <= 1_000; batch += 1) {
      notifier.tell({ tenantId: a, kind: 'batch', batch })
      time.pass(1)
    }
    time.pass(1_000)
    expect(sent.length).toBeLessThanOrEqual(5)
    expect(sent.at(-1)?.news).toEqual([{ tenantId: a, kind: 'batch', batch: 1_000 }])
    const gaps = sent.slice(1).map(({ at }, i) => at - (sent[i]?.at ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(250)
  })

  test('a busy tenant does not hold up another, and kinds go together', () => {
    const { time, sent, notifier } = wired()
    notifier.tell({ tenantId: a, kind: 'batch', batch: 1 })
    notifier.tell({ tenantId: a, kind: 'batch', batch: 3 })
    notifier.tell({ tenantId: a, kind: 'batch', batch: 2 })
    notifier.tell({ tenantId: a, kind: 'work' })
    notifier.tell({ tenantId: b, kind: 'work' })
    expect(sent.map(({ news }) => news[0]?.tenantId)).toEqual([a, b])
    time.pass(250)
    expect(sent.at(-1)?.news).toEqual([
      { tenantId: a, kind: 'batch', batch: 3 },
      { tenantId: a, kind: 'work' },
    ])
  })

  test('what still waits leaves when the process ends, and no timer is left', async () => {
    const { time, sent, notifier } = wired()
    notifier.tell({ tenantId: a, kind: 'batch', batch: 1 })
    notifier.tell({ tenantId: a, kind: 'batch', batch: 2 })
    await notifier.close()
    expect(sent).toHaveLength(2)
    expect(time.timers).toHaveLength(0)
  })

  test('what is heard and is none of ours is dropped', async () => {
    const heard: News[] = []
    let hear: (payload: string) => void = () => {}
    await listenForNews({ listen: async (_channel, fn) => ((hear = fn), async () => {}) }, (news) => heard.push(news))
    for (const payload of ['', 'null', '[{"tenantId":"x"}]', JSON.stringify([{ tenantId: a, kind: 'work' }])])
      hear(payload)
    expect(heard).toEqual([{ tenantId: a, kind: 'work' }])
  })
})
