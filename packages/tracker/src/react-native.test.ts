import { expect, it } from 'vitest'
import type { AsyncStorage } from './mirrored-store.ts'
import { createMobileTracker, type MobileOptions } from './react-native.ts'
import { quiet } from './testing/made-up-time.ts'
import type { WireEvent } from './wire.ts'

/** A phone: storage that answers later, a network that can be gone, an app that goes to the background. */
function phone() {
  const stored = new Map<string, string>([['other.app', 'kept']])
  const sent: { url: string; authorization: string | null; events: WireEvent[] }[] = []
  const states: ((state: string) => void)[] = []
  const storage: AsyncStorage = {
    getAllKeys: async () => [...stored.keys()],
    getItem: async (key) => stored.get(key) ?? null,
    setItem: async (key, value) => void stored.set(key, value),
    removeItem: async (key) => void stored.delete(key),
  }
  const options: MobileOptions = {
    key: 'tlb_phone',
    endpoint: 'https://data.example.org/v1/events',
    storage,
    platform: 'ios',
    locale: 'en-US',
    appVersion: '3.1',
    now: () => Date.parse('2026-11-21T09:00:00Z'),
    appState: { addEventListener: (_, run) => states.push(run) },
    fetch: async (url, init) => {
      const { events } = JSON.parse(init?.body as string) as { events: WireEvent[] }
      sent.push({ url: url as string, authorization: new Headers(init?.headers).get('authorization'), events })
      return Response.json({ accepted: events.length, duplicates: 0, rejected: 0, results: [] })
    },
  }
  return { stored, sent, options, become: (state: string) => states.forEach((run) => run(state)) }
}

it('an app’s events say what they come from, and leave when the app goes to the background', async () => {
  const { options, sent, become } = phone()
  const tracker = await createMobileTracker(options)
  tracker.track('user_engaged', { engagement_type: 'app_open' })
  become('background')
  await quiet()
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({
    url: 'https://data.example.org/v1/events',
    authorization: 'Bearer tlb_phone',
    events: [{ source: 'mobile', context: { platform: 'iOS', locale: 'en-US', app_version: '3.1' } }],
  })
  expect(sent[0]?.events[0]?.event_id).toMatch(/^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
})

it('what happened offline survives the app’s end and leaves in order, once', async () => {
  const { options, sent, stored } = phone()
  const first = await createMobileTracker(options)
  first.setOnline(false)
  for (const n of [1, 2, 3]) first.track('seen', { n })
  await first.flush()
  await quiet()
  expect(sent).toHaveLength(0)

  const second = await createMobileTracker(options)
  second.track('seen', { n: 4 })
  await second.flush()
  await quiet()
  expect(sent.flatMap(({ events }) => events.map(({ properties }) => properties['n']))).toEqual([1, 2, 3, 4])
  expect([...stored.keys()].filter((key) => key.startsWith('tl.q.'))).toEqual([])
  expect(new Set(sent.flatMap(({ events }) => events.map((event) => event.anonymous_id))).size).toBe(1)
})

it('without consent nothing is stored; withdrawn, nothing stays but what is not ours', async () => {
  const { options, stored, sent } = phone()
  const tracker = await createMobileTracker({ ...options, consent: 'required' })
  tracker.track('seen')
  await quiet()
  expect([...stored.keys()]).toEqual(['other.app'])
  tracker.consent.grant()
  tracker.track('seen')
  await quiet()
  expect(stored.size).toBeGreaterThan(3)
  tracker.consent.withdraw()
  await tracker.flush()
  await quiet()
  expect([...stored.keys()]).toEqual(['other.app'])
  expect(sent).toEqual([])
})
