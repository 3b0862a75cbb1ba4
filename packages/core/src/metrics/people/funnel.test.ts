import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rootsAt, stripKinds } from '../../ledger/index.ts'
import { funnelOf, type FunnelStep } from './funnel.ts'
import { rootTable } from './roots.ts'
import {
  activityOf,
  effective,
  giftsOf,
  links,
  madeEvents,
  madeGifts,
  secAt,
  type MadeEvent,
  type MadeGift,
} from './testing/made-up.ts'

const see: FunnelStep = { of: 'activity', filter: { kinds: [1] } }
const click: FunnelStep = { of: 'activity', filter: { kinds: [2], campaigns: [1, 2] } }
const come: FunnelStep = { of: 'activity', filter: { kinds: [3] } }
const give: FunnelStep = { of: 'gift' }
const stepLists = fc.constantFrom(
  [see, give],
  [see, click, give],
  [see, click, come, give],
  [see, see, give],
  [give, give],
)
const windows = fc.constantFrom(2, 86_400, 3 * 86_400)

const asked = (steps: readonly FunnelStep[], window: number, batch: number) => ({
  ...{ steps, window, batch, from: secAt(1, 0), to: secAt(7, 0) },
  roots: rootTable(links, batch, 5),
})

/** Every way of picking events for the steps, tried one by one. */
function plainly(
  events: readonly MadeEvent[],
  gifts: readonly MadeGift[],
  { steps, window, batch, from, to }: ReturnType<typeof asked>,
): number[] {
  const rootOf = rootsAt(links, batch)
  const could = (each: MadeEvent | MadeGift, step: FunnelStep) =>
    step.of === 'gift'
      ? !('campaign' in each) && each.kind !== stripKinds.refund
      : 'campaign' in each &&
        (step.filter.kinds?.includes(each.kind) ?? true) &&
        (step.filter.campaigns?.includes(each.campaign) ?? true)
  const all = [...effective(events, batch), ...effective(gifts, batch)]
    .filter(({ contact }) => contact !== 0)
    .map((each) => ({
      root: rootOf(each.contact),
      sec: secAt(each.on, each.second),
      is: steps.map((step) => could(each, step)),
    }))
    .filter(({ is }) => is.includes(true))
    .sort((a, b) => a.sec - b.sec || a.is.indexOf(true) - b.is.indexOf(true))
  const far = (list: typeof all): number => {
    let furthest = 0
    const go = (at: number, step: number, began: number): void => {
      furthest = Math.max(furthest, step)
      for (let next = at; next < list.length; next++) {
        const each = list[next]!
        if (!each.is[step]) continue
        if (step === 0 && (each.sec < from || each.sec >= to)) continue
        if (step > 0 && each.sec - began > window) continue
        go(next + 1, step + 1, step === 0 ? each.sec : began)
      }
    }
    go(0, 0, 0)
    return furthest
  }
  const furthest = [...Map.groupBy(all, ({ root }) => root).values()].map(far)
  return steps.map((_, step) => furthest.filter((each) => each > step).length)
}

test('people at each step, in order and within the window, are what trying every way finds', () => {
  fc.assert(
    fc.property(
      madeEvents,
      madeGifts,
      stepLists,
      windows,
      fc.integer({ min: 1, max: 6 }),
      (events, gifts, steps, window, batch) => {
        const near = gifts.map((gift) => ({ ...gift, on: gift.on % 10 }))
        const of = asked(steps, window, batch)
        expect(funnelOf(activityOf(events), giftsOf(near), of)).toEqual(plainly(events, near, of))
      },
    ),
    { numRuns: 400 },
  )
})

test('no step has more people than the one before, and the order of arrival is nothing', () => {
  fc.assert(
    fc.property(madeEvents, madeGifts, windows, (events, gifts, window) => {
      const of = asked([see, click, come, give], window, 6)
      const reached = funnelOf(activityOf(events), giftsOf(gifts), of)
      for (const [step, people] of reached.entries()) expect(people).toBeLessThanOrEqual(reached[step - 1] ?? 5)
      expect(funnelOf(activityOf([...events].reverse()), giftsOf([...gifts].reverse()), of)).toEqual(reached)
    }),
  )
})
