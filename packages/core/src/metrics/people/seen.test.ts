import { expect, test } from 'vitest'
import { placeIn } from '../../attribution/place.ts'
import { activityKinds } from '../../events/index.ts'
import { countEach } from './count-each.ts'
import { collectSeen, isSeen, seenOf } from './seen.ts'
import { activityOf, type MadeEvent } from './testing/made-up.ts'

const { delivered, viewed, held_out } = activityKinds
/** Numbers of channels, as strips hold them. */
const [email, ads] = [2, 6]
const base = { on: 0, second: 0, recorded: 1, takenBack: false, campaign: 1 }
const event = (contact: number, kind: number, channel: number, more: Partial<MadeEvent> = {}): MadeEvent => ({
  ...{ ...base, contact, kind, channel },
  ...more,
})
const columns = (events: readonly MadeEvent[]) => {
  const activity = activityOf(events)
  return { ...activity, creative: new Uint32Array(activity.n) }
}
const collected = (events: readonly MadeEvent[], told: number[] = []) =>
  collectSeen(
    columns(events),
    told.length === 0
      ? []
      : [
          {
            place: { ...placeIn('sms'), source: 'acme', campaign: 'fall' },
            n: told.length,
            contact: Uint32Array.from(told),
            day: new Int32Array(told.length),
            sec: new Uint32Array(told.length),
          },
        ],
    {
      batch: 2,
      roots: Uint32Array.from([0, 1, 1, 3, 4]),
      counts: isSeen,
      placeOf: (campaign, _, channel) => ({
        ...placeIn(channel === ads ? 'ads' : 'email'),
        campaign: String(campaign),
      }),
    },
  )

test('a message is seen once when it is delivered, however often it is opened; an ad each time it is viewed', () => {
  const { all } = collected([
    ...[event(1, delivered, email), event(1, viewed, email), event(1, viewed, email)],
    ...[event(3, viewed, ads), event(3, viewed, ads), event(4, held_out, email)],
  ])
  expect(countEach(all, 5)).toEqual({ people: 2, events: 3, times: [1, 1, 0, 0] })
})

test('over all channels one person is one, merged or not; what was taken back was not seen', () => {
  const { all } = collected([event(1, delivered, email), event(3, delivered, email, { takenBack: true })], [1, 2, 4])
  expect(countEach(all, 5)).toEqual({ people: 2, events: 4, times: [1, 0, 1, 0] })
})

test('what a filter lets through is of its places and its people alone', () => {
  const seen = collected([event(1, delivered, email), event(3, viewed, ads)], [4])
  const people = (passes: Parameters<typeof seenOf>[1]['passes'], only?: number[]) =>
    countEach(
      seenOf(seen, { passes, people: only && Uint8Array.from([0, 0, 0, 0, 0], (_, i) => (only.includes(i) ? 1 : 0)) })
        .all,
      5,
    ).people
  expect(people(() => true)).toBe(3)
  expect(people((place) => place?.channel === 'sms')).toBe(1)
  expect(people(() => true, [3])).toBe(1)
})
