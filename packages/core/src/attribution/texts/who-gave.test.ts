import { expect, test } from 'vitest'
import { touchCode } from '../journeys/touch.ts'
import { giftsAfter } from './who-gave.ts'

const day = 86_400
const [click, sent] = [touchCode('text_clicked'), touchCode('text_delivered')]
const places = new Map([
  [1, { source: 'acme', campaign: 'fall' }],
  [2, { source: 'acme', campaign: 'gala' }],
])
const clickAt = (at: number, campaign = 'fall') => ({ source: 'acme', campaign, list: null, day: '2026-11-10', at })

/** Journeys with their decision and touches: when, where, what. */
function columnsOf(journeys: { decided: number; touches: [number, number, number][] }[]) {
  const touches = journeys.flatMap((each) => each.touches)
  const from = [0, ...journeys.map((_, i) => journeys.slice(0, i + 1).flatMap((each) => each.touches).length)]
  return {
    n: journeys.length,
    journeyNo: Int32Array.from(journeys, (_, i) => i + 1),
    decided: Uint32Array.from(journeys, ({ decided }) => decided),
    touchFrom: Uint32Array.from(from),
    touchAt: Uint32Array.from(touches, ([at]) => at),
    touchPlace: Uint32Array.from(touches, ([, place]) => place),
    touchType: Uint8Array.from(touches, ([, , type]) => type),
  }
}

test('a gift counts after a click on a text of the range, within the window, and by nothing else', () => {
  const columns = columnsOf([
    { decided: 3 * day, touches: [[2 * day, 1, click]] },
    { decided: 12 * day, touches: [[2 * day, 1, click]] },
    { decided: 3 * day, touches: [[2 * day, 1, sent]] },
    { decided: 3 * day, touches: [[2 * day, 2, click]] },
    { decided: 3 * day, touches: [[2 * day + 1, 1, click]] },
    { decided: 3 * day, touches: [] },
  ])
  const gifts = (withinDays: number | null) =>
    giftsAfter([clickAt(2 * day)], columns, places, withinDays).map(({ journeyNo }) => journeyNo)
  expect(gifts(7)).toEqual([1])
  expect(gifts(null)).toEqual([1, 2])
  expect(giftsAfter([clickAt(2 * day, 'gala')], columns, places, 7).map(({ journeyNo }) => journeyNo)).toEqual([4])
})
