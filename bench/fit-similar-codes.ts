import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { labelWorld } from '../packages/core/src/matching/testing/label-world.ts'
import { signs, type Signs } from '../packages/core/src/matching/similar-codes/candidates.ts'
import {
  rawScore,
  calibrated,
  type FittedWeights,
} from '../packages/core/src/matching/similar-codes/weigh-candidate.ts'

/**
 * Fits how similar codes are scored and writes `fitted.ts`: `node bench/fit-similar-codes.ts`. Three sets of labelled worlds, none of
 * them used twice and none in `bench/proofs/matching.ts`: the weights (logistic regression, ridge 1, by Newton's method), what raw
 * scores are worth (isotonic regression by pooling adjacent violators) and the threshold (the least score at which the matches from
 * there on are right in 19 of 20 cases).
 */
const worlds = { weights: 400, calibration: 4_000, threshold: 600 }
const gifts = 1_000
const target = 0.95
interface Row {
  signs: Signs
  right: boolean
}

let current: FittedWeights['weights'] = {
  ...(Object.fromEntries(signs.map((sign) => [sign, 0])) as Signs),
  always: 0,
  edit: 8,
  sameDigits: 1,
  sameLetters: -1,
}

function rowsOf(set: keyof typeof worlds): Row[] {
  return Array.from({ length: worlds[set] }, (_, n) => labelWorld(`${set} ${n}`, gifts)).flatMap((labelled) =>
    labelled.flatMap(({ similar, isSimilarRight }) =>
      similar ? [{ signs: similar.signs, right: isSimilarRight }] : [],
    ),
  )
}

const names = [...signs, 'always'] as const
const valuesOf = (of: Signs): number[] => [...signs.map((sign) => of[sign]), 1]

/** Newton's method on the penalised likelihood (Hosmer & Lemeshow, Applied Logistic Regression, section 1.2). */
function fitWeights(rows: readonly Row[]): FittedWeights['weights'] {
  const width = names.length
  const inputs = rows.map((row) => valuesOf(row.signs))
  let weights = new Array<number>(width).fill(0)
  for (let step = 0; step < 25; step++) {
    const gradient = weights.map((weight, i) => (i === width - 1 ? 0 : -weight))
    const hessian = weights.map((_, i) => weights.map((__, j) => (i === j && i < width - 1 ? 1 : 0)))
    for (const [at, values] of inputs.entries()) {
      const p = 1 / (1 + Math.exp(-values.reduce((sum, value, i) => sum + value * weights[i]!, 0)))
      const error = (rows[at]!.right ? 1 : 0) - p
      for (let i = 0; i < width; i++) {
        if (values[i] === 0) continue
        gradient[i]! += error * values[i]!
        for (let j = 0; j < width; j++) hessian[i]![j]! += p * (1 - p) * values[i]! * values[j]!
      }
    }
    hessian.forEach((row, i) => (row[i]! += 1e-9))
    const change = solve(hessian, gradient)
    weights = weights.map((weight, i) => weight + change[i]!)
    if (Math.max(...change.map(Math.abs)) < 1e-8) break
  }
  return Object.fromEntries(names.map((name, i) => [name, round(weights[i]!)])) as FittedWeights['weights']
}

function solve(matrix: number[][], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!])
  for (let i = 0; i < rows.length; i++) {
    const pivot = rows
      .slice(i)
      .reduce((best, row, at) => (Math.abs(row[i]!) > Math.abs(rows[best]![i]!) ? at + i : best), i)
    ;[rows[i], rows[pivot]] = [rows[pivot]!, rows[i]!]
    for (const [at, row] of rows.entries()) {
      if (at === i) continue
      const factor = row[i]! / rows[i]![i]!
      for (let j = i; j < row.length; j++) row[j]! -= factor * rows[i]![j]!
    }
  }
  return rows.map((row, i) => row.at(-1)! / row[i]!)
}

/** Pool adjacent violators (Ayer et al. 1955), then at most 40 of its steps, each at its middle. */
function calibrate(rows: readonly { raw: number; right: boolean }[]): [number, number][] {
  const sorted = [...rows].sort((a, b) => a.raw - b.raw)
  const size = Math.ceil(sorted.length / 60)
  const blocks: { raw: number; right: number; n: number }[] = []
  for (let at = 0; at < sorted.length; at += size) {
    const part = sorted.slice(at, at + size)
    blocks.push({
      raw: part.reduce((sum, { raw }) => sum + raw, 0),
      right: part.filter(({ right }) => right).length,
      n: part.length,
    })
    for (let last = blocks.length - 1; last > 0; last--) {
      const [before, block] = [blocks[last - 1]!, blocks[last]!]
      if (before.right / before.n < block.right / block.n) break
      blocks.splice(last - 1, 2, {
        raw: before.raw + block.raw,
        right: before.right + block.right,
        n: before.n + block.n,
      })
    }
  }
  return blocks.map(({ raw, right, n }) => [round(raw / n), round(right / n)])
}

const round = (value: number): number => Math.round(value * 1e5) / 1e5

/** Candidates are chosen by the weights, so the rows that weights are fitted on depend on weights: a second round settles it. */
const { fitted: holder } = await import('../packages/core/src/matching/similar-codes/fitted.ts')
const standing = holder
for (let round = 0; round < 2; round++) {
  standing.weights = current
  const rows = rowsOf('weights')
  current = fitWeights(rows)
  console.log(
    `${rows.length} codes, ${(rows.filter(({ right }) => right).length / rows.length).toFixed(3)} of the best candidates right`,
  )
}
standing.weights = current
const calibration = calibrate(
  rowsOf('calibration').map((row) => ({ raw: rawScore(row.signs, current), right: row.right })),
)
const judged = rowsOf('threshold')
  .map((row) => ({ score: calibrated(rawScore(row.signs, current), calibration), right: row.right }))
  .sort((a, b) => b.score - a.score)
let [right, threshold] = [0, 1]
for (const [at, each] of judged.entries()) {
  if (each.right) right++
  if (right / (at + 1) >= target) threshold = Math.min(threshold, Math.ceil(each.score * 100) / 100)
}
console.log(
  `threshold ${threshold}: ${judged.filter(({ score }) => score >= threshold).length} of ${judged.length} credited`,
)
const fitted: FittedWeights = { weights: current, calibration, threshold }
writeFileSync(
  path.join(import.meta.dirname, '../packages/core/src/matching/similar-codes/fitted.ts'),
  `import type { FittedWeights } from './weigh-candidate.ts'

/** Written by \`node bench/fit-similar-codes.ts\`, which says how: ${worlds.weights + worlds.calibration + worlds.threshold} labelled worlds of ${gifts} gifts. Not to be changed by hand. */
export const fitted: FittedWeights = ${JSON.stringify(fitted)}
`,
)
