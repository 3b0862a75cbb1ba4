import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCore, type Core } from './core.ts'
import type { Ports } from './ports.ts'
import { madeUpTime, quiet } from './testing/made-up-time.ts'
import { mapStore } from './testing/map-store.ts'
import { uuidV7 } from './uuid.ts'
import type { WireEvent } from './wire.ts'

const start = Date.parse('2026-11-21T09:00:00Z')

/** How the server, or the road to it, treats a request. `deaf`: it is taken, and the answer is lost. */
type Luck = 'well' | 'none' | 'deaf' | 503 | 429

/** A device with a few tabs that share one storage, and a server that keeps the first of each event. */
function household(tabs: number) {
  const stored = new Map<string, string>()
  const time = madeUpTime(start)
  const luck: Luck[] = []
  const taken = new Map<string, WireEvent>()
  const heard: string[] = []
  let made = 0
  let isOnline = true
  let doubled = 0
  let lock = Promise.resolve()
  const lives = Array.from({ length: tabs }, () => 0)

  const ports = (tab: number, life: number): Ports => ({
    store: mapStore(stored),
    now: time.now,
    after: (ms, run) => time.after(ms, () => lives[tab] === life && run()),
    id: (_, at) =>
      uuidV7(
        at,
        Uint8Array.from({ length: 10 }, (_each, byte) => (++made >> (byte % 4)) + byte * made),
      ),
    random: () => 0.5,
    async send(body) {
      const how = luck.shift() ?? 'well'
      // A page that is gone hears nothing more.
      if (lives[tab] !== life) return new Promise(() => {})
      if (how === 'none') throw new TypeError('nobody answers')
      if (how === 503) return { status: 503 }
      if (how === 429) return { status: 429, retryAfter: 90 }
      for (const event of (JSON.parse(body) as { events: WireEvent[] }).events) {
        heard.push(event.event_id)
        if (taken.has(event.event_id)) doubled++
        else taken.set(event.event_id, event)
      }
      if (how === 'deaf') throw new TypeError('the answer is lost')
      return { status: 200 }
    },
    alone(work) {
      const turn = lock.then(work)
      lock = turn.catch(() => {})
      return turn
    },
    online: () => isOnline,
  })
  const open = (tab: number): Core => {
    lives[tab] = (lives[tab] ?? 0) + 1
    // The tab that is gone lets its lock go.
    lock = Promise.resolve()
    return createCore({ key: 'k', endpoint: 'e' }, ports(tab, lives[tab]), { source: 'web' })
  }
  const cores = lives.map((_, tab) => open(tab))
  return {
    ...{ stored, time, luck, taken, heard },
    doubled: () => doubled,
    core: (tab: number) => cores[tab % tabs] as Core,
    reload: (tab: number) => void (cores[tab % tabs] = open(tab % tabs)),
    network: (on: boolean) => {
      isOnline = on
      if (on) for (const core of cores) core.wake()
    },
  }
}

const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('track' as const), tab: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 120 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reload' as const), tab: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('network' as const), on: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('luck' as const),
      how: fc.constantFrom<Luck>('none', 'deaf', 503, 429),
    }),
  },
)

describe('whatever happens to network, pages and server', () => {
  it.each([1, 3])('every event of %i tabs arrives, each tab’s in its order', { timeout: 60_000 }, async (tabs) => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
        const { time, luck, taken, core, reload, network } = household(tabs)
        const tracked: { tab: number; n: number }[] = []
        for (const step of acts) {
          if (step.do === 'track') {
            tracked.push({ tab: step.tab % tabs, n: tracked.length })
            core(step.tab).track('seen', tracked.at(-1))
          } else if (step.do === 'wait') await time.goTo(time.now() + step.seconds * 1_000)
          else if (step.do === 'reload') reload(step.tab)
          else if (step.do === 'network') network(step.on)
          else luck.push(step.how)
          await quiet()
        }
        luck.length = 0
        network(true)
        await time.goTo(time.now() + 3_600_000)
        const arrived = [...taken.values()].map(({ properties }) => properties as { tab: number; n: number })
        expect(arrived).toHaveLength(tracked.length)
        for (let tab = 0; tab < tabs; tab++)
          expect(arrived.filter((each) => each.tab === tab)).toEqual(tracked.filter((each) => each.tab === tab))
      }),
      { numRuns: 60 },
    )
  })

  it('two tabs never send the same event twice while answers are heard', async () => {
    const { time, core, doubled, heard, luck } = household(2)
    for (let n = 0; n < 40; n++) {
      if (n % 7 === 0) luck.push(503)
      core(n).track('seen', { n })
      void core(n + 1).flush()
      await time.goTo(time.now() + 700)
    }
    await time.goTo(time.now() + 600_000)
    expect(heard).toHaveLength(40)
    expect(doubled()).toBe(0)
  })

  it(
    '10,000 events of a day offline and a reload arrive once each, in order, in batches of a hundred',
    { timeout: 60_000 },
    async () => {
      const { stored, time, core, network, reload, heard, taken } = household(1)
      network(false)
      for (let n = 0; n < 10_000; n++) {
        if (n % 100 === 0) await time.goTo(time.now() + 860_000)
        core(0).track('user_engaged', { engagement_type: 'video_play', n })
      }
      core(0).track('one too many')
      reload(0)
      // Browsers give about 5 million characters; Safari half of that.
      expect([...stored].reduce((sum, [key, value]) => sum + key.length + value.length, 0)).toBeLessThan(2_500_000)
      network(true)
      await time.goTo(time.now() + 1)
      await quiet()
      await core(0).flush()
      expect(heard).toHaveLength(10_000)
      expect([...taken.values()].map(({ properties }) => properties['n'])).toEqual(
        Array.from({ length: 10_000 }, (_, n) => n),
      )
    },
  )

  it('a clock that is set back while offline does not change the order', async () => {
    const stored = new Map<string, string>()
    const sent: WireEvent[] = []
    let now = start
    let id = 0
    const open = () =>
      createCore(
        { key: 'k', endpoint: 'e' },
        {
          store: mapStore(stored),
          now: () => now,
          after: () => () => {},
          id: () => `id-${++id}`,
          random: () => 0,
          send: async (body) => {
            sent.push(...(JSON.parse(body) as { events: WireEvent[] }).events)
            return { status: 200 }
          },
          alone: (work) => work(),
        },
        { source: 'mobile' },
      )
    open().track('a')
    now -= 86_400_000
    const core = open()
    core.track('b')
    core.track('c')
    await core.flush()
    expect(sent.map(({ event_type }) => event_type)).toEqual(['a', 'b', 'c'])
  })
})
