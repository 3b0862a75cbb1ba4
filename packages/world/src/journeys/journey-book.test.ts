import { expect, test } from 'vitest'
import { futureOf } from '../future.ts'
import { world } from '../world.ts'
import { openJourneys } from './journey-book.ts'
import { journeyFiles } from './journey-history.ts'
import { journeysAhead } from './journeys-ahead.ts'
import { followedOf } from './truth.ts'

const made = world('journeys', '2026-11-20T15:00:00.000Z', 'small')
const places = made.clients.map((place) => ({ place, book: openJourneys(place, made.seed) }))
const day = 86_400_000

test('a gift has the same way there whenever it is asked, and all of it came before', () => {
  for (const { place, book } of places) {
    const again = openJourneys(place, made.seed)
    const ids = new Set<string>()
    let n = 0
    for (const gift of place.orders) {
      const events = book.before(gift)
      expect(again.before(gift)).toEqual(events)
      for (const { timestamp, event_id, user_id } of events) {
        expect(Date.parse(timestamp)).toBeLessThan(gift.placedAt)
        expect([
          gift.donor.email,
          gift.donor.phone === null ? null : `+1${gift.donor.phone.replace(/\D/g, '').slice(-10)}`,
        ]).toContain(user_id)
        ids.add(event_id)
        n += 1
      }
      if (gift.donor.unknown) expect(events).toEqual([])
    }
    expect(ids.size / n).toBeGreaterThan(0.98)
    expect(n / place.orders.length).toBeGreaterThan(2.2)
    expect(n / place.orders.length).toBeLessThan(6)
  }
})

test('paths begin with ads more often than with anything else, and hardly ever end with them being merely seen', () => {
  const first = new Map<string, number>()
  for (const { place, book } of places)
    for (const gift of place.orders) {
      const [begun, next] = book.before(gift)
      if (!begun || !next) continue
      const code = begun.context?.['refcode']
      const way =
        begun.properties['delivery_channel'] ?? (typeof code === 'string' && code.startsWith('fb_') ? 'ads' : 'other')
      first.set(way, (first.get(way) ?? 0) + 1)
    }
  expect(first.get('ads')).toBeGreaterThan(first.get('email') ?? 0)
})

test('the truth names the link that was followed, and gives each way about the effect that it has', () => {
  const moved = new Map<string | null, number>()
  let n = 0
  for (const { place, book } of places)
    for (const gift of place.orders) {
      const truth = book.truthOf(gift)
      expect(truth).toEqual(book.truthOf(gift))
      expect(truth.followed?.refcode ?? null).toBe(gift.refcode)
      if (truth.followed) expect(truth.reachedBy).toContain(truth.followed.way)
      if (truth.movedBy) expect(truth.reachedBy).toContain(truth.movedBy)
      moved.set(truth.movedBy, (moved.get(truth.movedBy) ?? 0) + 1)
      n += 1
    }
  // Nobody is moved by having come by themselves, and about half would have given anyway.
  expect([moved.get('direct'), moved.get('web')]).toEqual([undefined, undefined])
  expect((moved.get(null) ?? 0) / n).toBeGreaterThan(0.35)
  expect((moved.get(null) ?? 0) / n).toBeLessThan(0.75)
  const [place] = made.clients
  const ad = place?.orders.find(({ refcode }) => refcode?.startsWith('fb_'))?.refcode ?? ''
  expect(place && followedOf(place.client, ad)?.record).toMatchObject({ source: 'meta' })
})

test('files hold what happened until the end, few events a gift, and people who do not give', () => {
  for (const { place, book } of places) {
    const lines = [...journeyFiles(place, book, made)].flatMap(({ text }) => text.split('\n'))
    const users = new Set(lines.map((line) => (JSON.parse(line) as { user_id: string }).user_id))
    expect(lines.length / place.lines.length).toBeLessThan(10)
    expect([...users].filter((user) => user.endsWith('@reader.example')).length).toBeGreaterThan(
      0.2 * place.orders.length,
    )
  }
})

test('what leads to gifts to come is told before them, and nothing that is too old to be taken', () => {
  const { place, book } =
    places.at(-1) ??
    (() => {
      throw new Error('a client is needed')
    })()
  const [from, to] = [made.end, made.end + 2 * day]
  const happenings = futureOf(made, place, to)
  const told = journeysAhead(book, happenings, { from, to, key: 'k' })
  const events = told.flatMap(({ at, delivery }) =>
    (delivery.payload as { timestamp: string; event_id: string }[]).map((event) => ({ at, ...event })),
  )
  expect(events.length).toBeGreaterThan(5)
  for (const { at, timestamp } of events) {
    expect(Date.parse(timestamp)).toBeLessThanOrEqual(at)
    expect(Date.parse(timestamp)).toBeGreaterThan(from - 30 * day)
    expect(at).toBeLessThan(to)
  }
  const half = [...journeysAhead(book, futureOf(made, place, from + day), { from, to: from + day, key: 'k' })]
  const ids = new Set(events.map(({ event_id }) => event_id))
  for (const { delivery } of half)
    for (const { event_id } of delivery.payload as { event_id: string }[]) expect(ids).toContain(event_id)
  expect(told[0]?.delivery.request.headers.get('authorization')).toBe('Bearer k')
})
