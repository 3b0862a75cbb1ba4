import { expect, test, vi } from 'vitest'
import { futureOf, world, type LineItem } from './index.ts'

vi.setConfig({ testTimeout: 120_000 })

const day = 86_400_000
const made = ['one', 'two'].map((seed) => world(seed, '2026-11-20T15:00:00.000Z', 'small'))
const full = world('full', '2026-11-20T15:00:00.000Z')
/** Lines with when their order was placed: a later charge carries the code of the first. */
const placed = (lines: readonly LineItem[]) => lines.map((line) => ({ line, at: line.plan?.startedAt ?? line.paidAt }))

test.each([...made, full].flatMap((each) => each.clients.map((place) => ({ each, place, slug: place.client.slug }))))(
  'a code of a text is of one that had gone out within three days before, and a code of an ad of one that existed: $slug',
  ({ each, place }) => {
    const future = futureOf(each, place, each.end + 20 * day)
    const lines = [...place.lines, ...future.flatMap((it) => (it.kind === 'gift' ? it.lines : []))]
    const seen = { sms: 0, fb: 0 }
    for (const { line, at } of placed(lines)) {
      const { refcode } = line
      if (refcode?.startsWith('sms_')) {
        seen.sms += 1
        const [, on = ''] = refcode.split('_')
        const text = place.appeals
          .textsOn(`${on.slice(0, 4)}-${on.slice(4, 6)}-${on.slice(6)}`)
          .find((text) => text.refcode === refcode)
        expect(text?.endAt, refcode).toBeLessThan(at)
        expect(at - (text?.endAt ?? 0)).toBeLessThan(3 * day)
        expect(text?.startAt).toBeGreaterThanOrEqual(place.start)
      }
      if (refcode?.startsWith('fb_')) {
        seen.fb += 1
        const ad = place.appeals.adsAt(at).find((ad) => ad.refcode === refcode)
        expect(ad?.createdAt, refcode).toBeLessThan(at)
      }
    }
    expect(Math.min(seen.sms, seen.fb)).toBeGreaterThan(0)
  },
)

test('texts asked for by time are those of the days', () => {
  for (const place of full.clients) {
    const all = place.appeals.textsWithin(place.start, full.end)
    const again = place.appeals.textsWithin(place.start, place.start + 200 * day)
    const rest = place.appeals.textsWithin(place.start + 200 * day, full.end)
    expect([...again, ...rest]).toEqual(all)
    expect(new Set(all.map(({ refcode }) => refcode)).size).toBe(all.length)
  }
  const counts = full.clients.map((place) => place.appeals.textsWithin(place.start, full.end).length)
  expect(counts).toEqual([...counts].sort((a, b) => a - b))
  expect(counts[0]).toBeGreaterThan(15)
})

test('a phone number is one person’s alone', () => {
  for (const place of full.clients) {
    const people = new Map(place.lines.map(({ donor }) => [donor.donorNo, donor]))
    const numbers = [...people.values()].flatMap(({ phone }) => phone?.replace(/\D/g, '').slice(-10) ?? [])
    expect(new Set(numbers).size).toBe(numbers.length)
    expect(numbers.length / people.size).toBeGreaterThan(0.5)
  }
})
