import { describe, expect, it } from 'vitest'
import { fakeBrowser } from '../testing/fake-window.ts'
import { browserStore } from './browser-store.ts'
import { oneTabAtATime } from './one-tab-at-a-time.ts'

/** Two tabs, and a piece of work that lasts until it is let go. */
function tabs(locks: boolean) {
  const { window } = fakeBrowser(locks ? {} : { locks: false })
  let now = 1_000_000
  const tab = (me: string) => oneTabAtATime(window, browserStore(window), me, () => now)
  let done = () => {}
  const work = () => new Promise<void>((resolve) => (done = resolve))
  return { left: tab('left'), right: tab('right'), work, done: () => done(), later: (ms: number) => (now += ms) }
}

describe('sending, by one tab at a time', () => {
  it('with locks the second waits for the first', async () => {
    const { left, right, work, done } = tabs(true)
    const order: string[] = []
    const first = left(work).then(() => order.push('first'))
    const second = right(async () => void order.push('second'))
    await new Promise((resolve) => setImmediate(resolve))
    expect(order).toEqual([])
    done()
    await Promise.all([first, second])
    expect(order.sort()).toEqual(['first', 'second'])
  })

  it('without them the second leaves it to the first, and has its turn afterwards', async () => {
    const { left, right, work, done } = tabs(false)
    let turns = 0
    const first = left(work)
    await right(async () => void turns++)
    expect(turns).toBe(0)
    done()
    await first
    await right(async () => void turns++)
    expect(turns).toBe(1)
  })

  it('a tab that died keeps its claim for less than a minute, also when the clock was set back meanwhile', async () => {
    for (const ms of [60_000, -86_400_000]) {
      const { left, right, work, later } = tabs(false)
      let turns = 0
      void left(work)
      later(ms)
      await right(async () => void turns++)
      expect(turns).toBe(1)
    }
  })
})
