import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { totalsOver, world, zoneClock, type ClientWorld } from './index.ts'

// Worlds take a second each of a whole core, more where it is shared.
vi.setConfig({ testTimeout: 120_000 })

const end = '2026-11-20T15:00:00.000Z'
const full = world('full', end)
const bytes = (place: ClientWorld) =>
  createHash('sha256')
    .update(JSON.stringify([place.lines, place.foreign, place.declined, place.plans]))
    .digest('hex')
const share = (place: ClientWorld, of: (line: ClientWorld['lines'][number]) => boolean) =>
  place.lines.filter(of).length / place.lines.length

test('the same seed and end give the same bytes; another seed or end gives others', () => {
  const hashes = (seed: string, at: string) => world(seed, at, 'small').clients.map(bytes)
  expect(hashes('a', end)).toEqual(hashes('a', end))
  expect(hashes('a', end)).not.toEqual(hashes('b', end))
  expect(hashes('a', end)).not.toEqual(hashes('a', '2026-11-20T16:00:00.000Z'))
})

test('the full world has 2,000, 20,000 and 120,000 line items over eighteen months in three zones', () => {
  expect(full.clients.map((place) => place.lines.length)).toEqual([2_000, 20_000, 120_000])
  expect(new Set(full.clients.map((place) => place.client.timeZone)).size).toBe(3)
  for (const place of full.clients) {
    expect(place.lines[0]?.paidAt).toBeGreaterThan(Date.parse('2025-05-20T00:00:00Z'))
    expect(place.lines.at(-1)?.paidAt).toBeLessThan(Date.parse(end))
    const ids = [...place.lines, ...place.foreign, ...place.declined].map((line) => line.lineItemId)
    expect(new Set(ids).size).toBe(ids.length)
  }
})

describe.each(['one', 'two', 'three'])('world %s', (seed) => {
  test.each(world(seed, end, 'small').clients)(
    '$client.slug has refunds, plans, tandem gifts, late and double rows in the shares promised',
    (place) => {
      expect(
        share(place, (line) => line.refundedAt !== null && line.refundedAt < Date.parse(end)),
      ).toBeGreaterThanOrEqual(0.03)
      expect(share(place, (line) => line.plan !== null)).toBeGreaterThanOrEqual(0.12)
      const shared = new Set(place.foreign.map((line) => line.paymentId))
      expect(share(place, (line) => shared.has(line.paymentId))).toBeGreaterThanOrEqual(0.05)
      expect(share(place, (line) => line.late)).toBeGreaterThanOrEqual(0.02)
      expect(share(place, (line) => line.duplicated)).toBeGreaterThanOrEqual(0.01)
      expect(place.lines.some((line) => line.customField)).toBe(true)
      expect(place.lines.some((line) => line.refcode2?.startsWith('fb_'))).toBe(true)
      expect(place.declined.length).toBeGreaterThan(0)
      expect(place.lines.every((line) => line.refundedAt === null || line.refundedAt > line.paidAt)).toBe(true)
    },
  )
})

test('gifts are given in the hours that the clocks repeat and skip', () => {
  for (const place of world('dst', end, 'small').clients)
    for (const zone of ['America/New_York', place.client.timeZone])
      for (const { at } of zoneClock(zone).changes(Date.parse('2025-06-01T00:00:00Z'), Date.parse(end))) {
        const around = place.lines.filter((line) => line.paidAt >= at - 3_600_000 && line.paidAt < at + 3_600_000)
        expect(around.length, `${place.client.slug} ${zone} ${new Date(at).toISOString()}`).toBeGreaterThanOrEqual(3)
      }
})

test('donors are invented: example domains and numbers that no one has', () => {
  for (const place of world('people', end, 'small').clients)
    for (const { donor } of place.lines) {
      if (donor.email !== null) expect(donor.email).toMatch(/^[a-z.]+\d+@example\.(com|org|net)$/)
      if (donor.phone !== null) expect(donor.phone.replace(/\D/g, '')).toMatch(/^1?\d{3}55501\d\d$/)
    }
})

test('nobody can be taken for somebody else: addresses, and numbers that stand alone, are one person’s', () => {
  for (const place of full.clients) {
    const donors = new Map(place.lines.map(({ donor }) => [donor.donorNo, donor]))
    const keys = [...donors.values()].map(
      (donor) => donor.email ?? donor.phone?.replace(/\D/g, '').slice(-10) ?? `unknown ${donor.donorNo}`,
    )
    expect(new Set(keys).size).toBe(keys.length)
    const gifts = new Map<number, number>()
    for (const { donor } of place.lines)
      if (donor.unknown) gifts.set(donor.donorNo, (gifts.get(donor.donorNo) ?? 0) + 1)
    expect(Math.max(0, ...gifts.values())).toBeLessThanOrEqual(1)
  }
})

test('totals by day add up to the lines, whichever zone the days are in', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 8 }), (seed) => {
      for (const place of world(seed, end, 'small').clients) {
        const gross = place.lines.reduce((sum, line) => sum + line.minor, 0)
        for (const days of [place.totals(), place.easternTotals()]) {
          const sum = (field: 'gross' | 'net' | 'fees' | 'refunds' | 'returnedFees') =>
            [...days.values()].reduce((total, day) => total + day[field], 0)
          expect(sum('gross')).toBe(gross)
          expect(sum('net')).toBe(sum('gross') - sum('fees') + sum('returnedFees') - sum('refunds'))
        }
        const all = totalsOver(place.lines, place.clock, Date.parse(end), '2000-01-01', '2100-01-01')
        expect(all.donors).toBe(all.newDonors)
      }
    }),
    { numRuns: 3 },
  )
})
