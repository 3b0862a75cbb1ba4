import { fakeClock } from '@throughline/connector-kit/testing'
import { expect, test, vi } from 'vitest'
import { demoSecrets, openSource, openStory, runTrickle, trickle, world } from './index.ts'

vi.setConfig({ testTimeout: 120_000 })

const end = '2026-11-20T15:00:00.000Z'
const made = world('source', end, 'small')
const secretsOf = (slug: string) => demoSecrets('test', slug)

test('happenings are told at their time, and what was told is in the books', async () => {
  const clock = fakeClock(end)
  const source = openSource(made, {
    clock,
    random: () => 0.5,
    secretsOf,
    storeUrl: 'https://bucket.example',
  })
  const stop = new AbortController()
  const sent: { at: number; path: string }[] = []
  const until = made.end + 96 * 3_600_000
  const url = (slug: string) => (kind: string) => `https://house.example/${slug}/${kind}`
  await runTrickle({
    story: openStory(made, source),
    random: () => 0.5,
    urlsOf: (slug, connector) =>
      connector === 'actblue'
        ? {
            contribution: url(slug)('contribution'),
            refund: url(slug)('refund'),
            cancellation: url(slug)('cancellation'),
          }
        : undefined,
    send: async (request) => {
      sent.push({ at: clock.now().getTime(), path: new URL(request.url).pathname })
      return new Response()
    },
    now: () => clock.now(),
    sleep: async (ms) => {
      await clock.sleep(ms)
      if (clock.now().getTime() >= until) stop.abort()
    },
    signal: stop.signal,
    from: made.end,
    onFailure: (error) => {
      throw error
    },
  })
  const expected = trickle(made, made.end, until)
  expect(sent.map(({ at }) => at)).toEqual(expected.map(({ at }) => at))
  expect(sent.length).toBeGreaterThan(3)
  for (const each of expected)
    if (each.kind === 'gift')
      for (const line of each.lines)
        expect(source.of(each.slug).emulator.ledger.line(line.lineItemId).amountMinor).toBe(line.minor)
})
