import { z95, type Estimate } from './interval.ts'

/**
 * What something comes to on average per unit by the end of each period, where units are watched for different times: the mean
 * cumulative function of Nelson, "Confidence limits for recurrence data", Technometrics 37 (1995), with his robust variance as
 * Lawless and Nadeau, Technometrics 37 (1995), write it. With everyone watched to the end it is the plain mean of sums.
 * @param values one row a unit: what each period that was watched in full brought; shorter rows are units watched for less
 * @returns one a period, as long as anybody is watched
 */
export function meanCumulative(values: readonly ArrayLike<number>[], z = z95): (Estimate & { n: number })[] {
  const periods = values.reduce((most, { length }) => Math.max(most, length), 0)
  const deviations = new Float64Array(values.length)
  const found: (Estimate & { n: number })[] = []
  let mean = 0
  for (let period = 0; period < periods; period++) {
    let [n, sum] = [0, 0]
    for (const row of values)
      if (row.length > period) {
        n++
        sum += row[period]!
      }
    mean += sum / n
    let variance = 0
    for (const [i, row] of values.entries()) {
      if (row.length > period) deviations[i]! += (row[period]! - sum / n) / n
      variance += deviations[i]! ** 2
    }
    const half = z * Math.sqrt(variance)
    found.push({ value: mean, low: mean - half, high: mean + half, n })
  }
  return found
}
