import fc from 'fast-check'
import { expect, test } from 'vitest'
import { packEvents, stripLimit, unpackEvents, type StripEvent } from './activity-strip.ts'

const u = (bits: number) => fc.nat(2 ** bits - 1)
const event: fc.Arbitrary<StripEvent> = fc.record({
  contact: u(32),
  sec: u(32),
  kind: u(16),
  sign: fc.constantFrom(1, -1),
  campaign: u(32),
  creative: u(32),
  channel: u(8),
  region: u(16),
  recorded: u(32),
  cause: u(8),
})
const sorted = (events: StripEvent[]) => events.map((each) => JSON.stringify(Object.entries(each).sort())).sort()

test('what is packed is unpacked, in one order whatever order it came in, merged or not', () => {
  fc.assert(
    fc.property(fc.array(event), fc.array(event), (a, b) => {
      const whole = packEvents([...a, ...b])
      expect(sorted(whole.flatMap(unpackEvents))).toEqual(sorted([...a, ...b]))
      const merged = packEvents([...packEvents(b), ...packEvents(a)].flatMap(unpackEvents))
      expect(merged).toEqual(whole)
    }),
  )
})

test('a row holds at most its limit', () => {
  const many = Array.from({ length: stripLimit + 1 }, (_, sec): StripEvent => {
    return { contact: 1, sec, kind: 1, sign: 1, campaign: 0, creative: 0, channel: 0, region: 0, recorded: 1, cause: 0 }
  })
  expect(packEvents(many).map(({ n }) => n)).toEqual([stripLimit, 1])
})
