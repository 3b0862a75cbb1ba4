import { signs, type Signs } from './candidates.ts'

/** What was learnt from labelled worlds: see `bench/fit-similar-codes.ts`, which writes it. */
export interface FittedWeights {
  /** By sign; `always` is the intercept. */
  weights: Readonly<Record<keyof Signs | 'always', number>>
  /** Raw scores and the share that was right at them, both rising: between two of them it is drawn straight. */
  calibration: readonly (readonly [raw: number, share: number])[]
  /** From this probability on a candidate is credited. */
  threshold: number
}

/** Logistic regression: the raw score, before it is held against what was right. */
export function rawScore(of: Signs, weights: FittedWeights['weights']): number {
  let sum = weights.always
  for (const sign of signs) sum += weights[sign] * of[sign]
  return 1 / (1 + Math.exp(-sum))
}

/** The probability that a candidate of this raw score is right, by isotonic regression on worlds that the weights were not fitted on. */
export function calibrated(raw: number, calibration: FittedWeights['calibration']): number {
  const above = calibration.findIndex(([at]) => at >= raw)
  if (above === -1) return calibration.at(-1)?.[1] ?? raw
  const [to, share] = calibration[above] ?? [1, raw]
  const [from, before] = calibration[above - 1] ?? [to, share]
  return to === from ? share : before + ((share - before) * (raw - from)) / (to - from)
}
