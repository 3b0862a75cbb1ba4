import { expect, test } from 'vitest'
import { expectedReward, type AbsorbingChain } from './absorbing-chain.ts'
import { eliminateStates } from './eliminate-states.ts'
import { createRng } from './rng.ts'

type Row = { to: [number, number][]; leaves: number }

const chainOf = (rows: Row[]): AbsorbingChain => {
  const flat = rows.flatMap(({ to }) => to)
  const offsets = [0]
  for (const { to } of rows) offsets.push((offsets.at(-1) ?? 0) + to.length)
  return {
    states: rows.length,
    offsets: Uint32Array.from(offsets),
    targets: Uint32Array.from(flat, ([state]) => state),
    probabilities: Float64Array.from(flat, ([, probability]) => probability),
    leaves: Float64Array.from(rows, ({ leaves }) => leaves),
  }
}

/** A chain of many states with a few ways out of each, which ends with probability `ending` at each step. */
const someChain = (states: number, ending: number, seed: string): AbsorbingChain => {
  const rng = createRng(seed)
  return chainOf(
    Array.from({ length: states }, () => {
      const to = Array.from({ length: 3 }, (): [number, number] => [1 + rng.below(states - 1), rng.float() + 0.01])
      const sum = to.reduce((total, [, weight]) => total + weight, 0)
      return { to: to.map(([state, weight]) => [state, ((1 - ending) * weight) / sum]), leaves: ending }
    }),
  )
}

test('the gambler who starts at one of four ends rich once in four', () => {
  // 0 starts at 1; 1 … 3 win or lose one with even chances; the winner at 3 goes out with everything.
  const chain = chainOf([
    { to: [[1, 1]], leaves: 0 },
    { to: [[2, 0.5]], leaves: 0.5 },
    {
      to: [
        [1, 0.5],
        [3, 0.5],
      ],
      leaves: 0,
    },
    { to: [[2, 0.5]], leaves: 0.5 },
  ])
  expect(expectedReward(chain, new Float64Array([0, 0, 0, 0.5]))).toBeCloseTo(1 / 4, 15)
  expect(expectedReward(chain, new Float64Array([1, 1, 1, 1]))).toBeCloseTo(1 + 3, 14)
})

test('staying in a state is leaving it later', () => {
  const chain = chainOf([
    { to: [[1, 1]], leaves: 0 },
    { to: [[1, 0.999]], leaves: 0.001 },
  ])
  expect(expectedReward(chain, new Float64Array([0, 1]))).toBeCloseTo(1_000, 9)
})

test('a state that is gone earns nothing and lets nobody through', () => {
  const chain = chainOf([
    {
      to: [
        [1, 0.5],
        [2, 0.5],
      ],
      leaves: 0,
    },
    { to: [], leaves: 1 },
    { to: [], leaves: 1 },
  ])
  const reward = new Float64Array([0, 1, 3])
  expect(expectedReward(chain, reward)).toBe(2)
  expect(expectedReward(chain, reward, Uint8Array.of(0, 1, 0))).toBe(1.5)
  expect(expectedReward(chain, reward, Uint8Array.of(0, 1, 1))).toBe(0)
})

test('sweeping and eliminating agree to thirteen places, with states gone and without', () => {
  for (const [states, ending] of [
    [60, 0.5],
    [300, 0.1],
    [300, 0.02],
  ] as const) {
    const chain = someChain(states, ending, `${states} ${ending}`)
    const rng = createRng('rewards')
    const reward = Float64Array.from({ length: states }, () => rng.float())
    const gone = Uint8Array.from({ length: states }, (_, s) => (s > 0 && rng.chance(0.2) ? 1 : 0))
    for (const without of [undefined, gone]) {
      const exact = eliminateStates(chain, reward, without)
      expect(Math.abs(expectedReward(chain, reward, without) / exact - 1)).toBeLessThan(1e-13)
    }
  }
})

test('a chain that hardly ever ends is solved all the same', () => {
  // A ring of 100 states, left at one of them alone, once in a million: sweeps would go round for ever.
  const states = 101
  const chain = chainOf(
    Array.from({ length: states }, (_, s) => ({
      to: [[s === 100 ? 1 : s + 1, s === 100 ? 1 - 1e-6 : 1]],
      leaves: s === 100 ? 1e-6 : 0,
    })),
  )
  const reward = new Float64Array(states)
  reward[100] = 1e-6
  expect(expectedReward(chain, reward)).toBeCloseTo(1, 12)
  expect(expectedReward(chain, new Float64Array(states).fill(1)) / 1e8).toBeCloseTo(1, 7)
})
