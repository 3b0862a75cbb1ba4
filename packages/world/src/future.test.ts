import { expect, test, vi } from 'vitest'
import { futureOf, trickle, world } from './index.ts'

vi.setConfig({ testTimeout: 120_000 })

const end = '2026-11-20T15:00:00.000Z'
const day = 86_400_000
const small = world('future', end, 'small')
const full = world('future', end)
const from = small.end

test('a longer look into the future begins with the shorter one', () => {
  for (const place of small.clients) {
    const short = futureOf(small, place, from + 10 * day)
    const long = futureOf(small, place, from + 30 * day)
    const view = (happenings: typeof short) =>
      happenings.map((each) => [
        each.kind,
        each.at,
        each.kind === 'cancellation' ? each.plan.order : each.lines.map((line) => [line.lineItemId, line.minor]),
      ])
    expect(view(long.filter(({ at }) => at < from + 10 * day))).toEqual(view(short))
  }
})

test('the future brings gifts, charges, refunds and cancellations at about the rate of the past', () => {
  const place = full.clients[1]
  if (!place) throw new Error('no client')
  const happenings = futureOf(full, place, from + 30 * day)
  const gifts = happenings.filter(({ kind }) => kind === 'gift')
  const before = place.lines.filter((line) => line.paidAt >= from - 30 * day).length
  expect(gifts.length).toBeGreaterThan(before * 0.6)
  expect(gifts.length).toBeLessThan(before * 1.8)
  expect(gifts.some((each) => each.kind === 'gift' && (each.lines[0]?.charge ?? 0) > 1)).toBe(true)
  expect(happenings.some(({ kind }) => kind === 'refund')).toBe(true)
  expect(happenings.some(({ kind }) => kind === 'cancellation')).toBe(true)
  const ids = [
    ...place.lines.map((line) => line.lineItemId),
    ...gifts.flatMap((each) => (each.kind === 'gift' ? each.lines.map((line) => line.lineItemId) : [])),
  ]
  expect(new Set(ids).size).toBe(ids.length)
})

test('each line goes back once, and only after it came', () => {
  const place = full.clients[0]
  if (!place) throw new Error('no client')
  const known = new Set(place.lines.map((line) => line.lineItemId))
  const back = new Set<number>()
  for (const each of futureOf(full, place, from + 60 * day)) {
    if (each.kind === 'gift') for (const line of each.lines) known.add(line.lineItemId)
    if (each.kind === 'refund')
      for (const line of each.lines.filter(({ own }) => own)) {
        expect(known.has(line.lineItemId)).toBe(true)
        expect(back.has(line.lineItemId)).toBe(false)
        back.add(line.lineItemId)
      }
  }
  expect(back.size).toBeGreaterThan(0)
})

test('looking ahead leaves the world as it was', () => {
  const place = small.clients[2]
  if (!place) throw new Error('no client')
  const once = futureOf(small, place, from + 5 * day).length
  futureOf(small, place, from + 50 * day)
  expect(futureOf(small, place, from + 5 * day).length).toBe(once)
})

test('all clients trickle in one stream, in order of time, from the moment asked for', () => {
  const arrivals = trickle(small, from + day, from + 8 * day)
  expect(arrivals.every(({ at }, i) => at >= from + day && (i === 0 || at >= (arrivals[i - 1]?.at ?? 0)))).toBe(true)
  expect(new Set(arrivals.map(({ slug }) => slug)).size).toBe(3)
})
