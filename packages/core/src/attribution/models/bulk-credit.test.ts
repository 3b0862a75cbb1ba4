import fc from 'fast-check'
import { expect, test } from 'vitest'
import { creditInBulk, type Conversions } from './bulk-credit.ts'
import { journeyOf } from './journey.ts'
import { oneConversion, splitMinor } from './split-credit.ts'
import { someChannels, someModels } from './testing/some-journeys.ts'
import { weigh } from './weigh.ts'
import { inWindow, unlimited, type Window } from './window.ts'

interface Given {
  amount: number
  marks: number[]
  touches: { age: number; channel: number; view: boolean }[]
}

const someConversions: fc.Arbitrary<Given[]> = fc.array(
  fc.record({
    amount: fc.integer({ min: -1_000_000, max: 1_000_000 }),
    marks: fc.array(fc.integer({ min: -1, max: 9 }), { minLength: 3, maxLength: 3 }),
    touches: fc
      .array(
        fc.record({
          age: fc.integer({ min: 0, max: 100 * 86_400 }),
          channel: fc.nat({ max: someChannels.length - 1 }),
          view: fc.boolean(),
        }),
        { maxLength: 6 },
      )
      .map((touches) => touches.toSorted((a, b) => b.age - a.age)),
  }),
  { minLength: 1, maxLength: 5 },
)
const windows: Window[] = [unlimited, { clickDays: 30, viewDays: 1 }, { clickDays: 7, viewDays: null }]

const columns = (given: readonly Given[]): Conversions => {
  const touches = given.flatMap((each) => each.touches)
  const offsets = [0]
  for (const each of given) offsets.push((offsets.at(-1) ?? 0) + each.touches.length)
  return {
    offsets: Uint32Array.from(offsets),
    secondsBefore: Float64Array.from(touches, ({ age }) => age),
    channel: Uint8Array.from(touches, ({ channel }) => channel),
    type: new Uint8Array(touches.length),
    isView: Uint8Array.from(touches, ({ view }) => (view ? 1 : 0)),
    amounts: Float64Array.from(given, ({ amount }) => amount),
    milestones: Int32Array.from(given.flatMap(({ marks }) => marks)),
  }
}

const options = { channels: someChannels, models: someModels, windows }

test('bulk credit is what each journey’s own weights split, in every window', async () => {
  await fc.assert(
    fc.asyncProperty(someConversions, async (given) => {
      const credited = await creditInBulk(columns(given), options)
      windows.forEach((window, w) => {
        someModels.forEach((model, m) => {
          const minor = new Array<number>(someChannels.length + 1).fill(0)
          for (const { amount, touches, marks } of given) {
            const kept = touches.map((touch, i) => ({ ...touch, i })).filter((t) => inWindow(window, t.age, t.view))
            const [lead, opportunity, close] = marks.map((mark) => kept.findIndex(({ i }) => i === mark))
            const journey = journeyOf(
              { secondsBefore: kept.map(({ age }) => age), channel: kept.map(({ channel }) => channel) },
              { lead: lead ?? -1, opportunity: opportunity ?? -1, close: close ?? -1 },
            )
            const parts = splitMinor(amount, weigh(model, journey, someChannels))
            parts.forEach((part, i) => (minor[kept[i]?.channel ?? 0]! += part))
            if (kept.length === 0) minor[someChannels.length]! += amount
          }
          expect([...(credited[w]?.[m]?.minor ?? [])]).toEqual(minor)
        })
      })
    }),
    { numRuns: 20 },
  )
})

test('counts add up to conversions and money to the amounts, in every model and window', async () => {
  await fc.assert(
    fc.asyncProperty(someConversions, async (given) => {
      const total = given.reduce((sum, { amount }) => sum + amount, 0)
      const credited = (await creditInBulk(columns(given), options)).flat()
      const sums = credited.map(({ counts, minor }) => [counts, minor].map((all) => all.reduce((a, b) => a + b)))
      expect(sums).toEqual(sums.map(() => [given.length * oneConversion, total]))
    }),
    { numRuns: 40 },
  )
})

test('it tells how far it is, and stops when it is told to', async () => {
  const given: Given[] = Array.from({ length: 12_000 }, () => ({
    amount: 100,
    marks: [-1, -1, -1],
    touches: [{ age: 1, channel: 0, view: false }],
  }))
  const done: number[] = []
  await creditInBulk(columns(given), { ...options, onProgress: (fraction) => done.push(fraction) })
  expect(done).toEqual([5 / 12, 10 / 12, 1])
  const stop = new AbortController()
  const running = creditInBulk(columns(given), {
    ...options,
    signal: stop.signal,
    onProgress: () => {
      stop.abort(new Error('enough'))
    },
  })
  await expect(running).rejects.toThrow('enough')
})
