import { describe, expect, it } from 'vitest'
import { createCore } from './core.ts'
import type { Options, Problem } from './options.ts'
import { mapStore } from './testing/map-store.ts'
import type { WireEvent } from './wire.ts'

/** A tracker whose every event is to be seen in its queue, and what it told its site. */
function tracked(options: Partial<Options> = {}) {
  const stored = new Map<string, string>()
  const problems: Problem[] = []
  const sent: WireEvent[] = []
  let id = 0
  const core = createCore(
    {
      key: 'tlb_unit',
      endpoint: 'https://data.example.org/v1/events',
      onProblem: (what) => problems.push(what),
      ...options,
    },
    {
      store: mapStore(stored),
      now: () => Date.parse('2026-11-21T09:00:00Z'),
      after: () => () => {},
      id: (kind) => `${kind}-${++id}`,
      random: () => 0,
      async send(body) {
        sent.push(...(JSON.parse(body) as { events: WireEvent[] }).events)
        return { status: 200 }
      },
      alone: (work) => work(),
    },
    { source: 'web' },
  )
  const waiting = () => [...stored.keys()].filter((key) => key.startsWith('q.')).length
  return { core, stored, problems, sent, waiting }
}

describe('a call that is wrong breaks nothing, and the site is told', () => {
  it.each(['', 'two words', 'x'.repeat(101), 7 as unknown as string])('a type such as “%s”', (type) => {
    const { core, problems, waiting } = tracked()
    core.track(type)
    expect([problems, waiting()]).toEqual([[{ kind: 'refused', reason: 'type' }], 0])
  })

  it('properties of more than 16,000 characters; just under, they are taken', () => {
    const { core, problems, waiting } = tracked()
    core.track('seen', { text: 'x'.repeat(16_000) })
    expect([problems, waiting()]).toEqual([[{ kind: 'refused', reason: 'too large' }], 0])
    core.track('seen', { text: 'x'.repeat(15_900) })
    expect([problems.length, waiting()]).toEqual([1, 1])
  })

  it.each(['jane@example.org', 'jane%40example.org', '+1 202 555 0123', '2025550123', ''])(
    'a user who is called “%s” is nobody, and one of the client’s own ids is somebody',
    async (userId) => {
      const { core, problems, sent } = tracked()
      core.identify(userId)
      core.track('seen')
      core.identify('u-1843')
      core.track('seen')
      await core.flush()
      expect(problems).toEqual([{ kind: 'refused', reason: 'user id' }])
      expect(sent.map(({ user_id }) => user_id)).toEqual([undefined, 'u-1843'])
    },
  )

  it('a site whose own handler throws goes on, and so does the tracker', async () => {
    const { core, sent } = tracked({
      onProblem: () => {
        throw new Error('the site’s own mistake')
      },
    })
    core.track('two words')
    core.track('seen')
    await core.flush()
    expect(sent.map(({ event_type }) => event_type)).toEqual(['seen'])
  })
})

it('what somebody else wrote into the queue is passed over, and what was there before and after is sent', async () => {
  const { core, stored, sent, waiting } = tracked()
  core.track('before')
  stored.set('q.00000zzzz.event-x', 'not JSON')
  stored.set('q.zzzzzzzzz.event-y', '["seen",1,"no.such",{}]')
  core.track('after')
  await core.flush()
  expect([sent.map(({ event_type }) => event_type), waiting()]).toEqual([['before', 'after'], 0])
})

it('who was named before consent is known after it, and forgotten when it is withdrawn', async () => {
  const { core, stored, sent } = tracked({ consent: 'required' })
  core.identify('u-1843')
  expect(stored.size).toBe(0)
  core.consent.grant()
  core.track('seen')
  await core.flush()
  core.consent.withdraw()
  expect(stored.size).toBe(0)
  core.consent.grant()
  core.track('seen')
  await core.flush()
  expect(sent.map(({ user_id }) => user_id)).toEqual(['u-1843', undefined])
})
