import { seasonalTail, windowedGaussian } from '../../packages/stats/src/anomaly/testing/detectors.ts'
import { labelledSet, scoredBy } from '../../packages/stats/src/anomaly/testing/labelled-set.ts'
import { nabScore } from '../../packages/stats/src/anomaly/testing/nab-score.ts'
import { falseAlarms, recalls, type FalseAlarms } from '../../packages/stats/src/anomaly/testing/score-detector.ts'
import { means } from '../../packages/stats/src/anomaly/testing/series-families.ts'
import type { Proof } from '../proof.ts'

/** Series of each of 36 families and levels; each gives 60 judged days. */
const each = 10
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`
const rule = (columns: number): string => row(Array.from({ length: columns }, () => '---'))
let measured: string[] = []

/** False alarms on clean days, recall of faults put in, and the labelled set; one case is one clean series-day. */
export const proof: Proof = {
  id: 'anomalies',
  claim:
    'of clean series-days (Poisson, negative binomial, spend and gifts, each with weekdays, a trend and waves of its own) fewer than 5 % are told of, of each family and level; recall and the labelled set stand below',
  cases: 36 * 60 * each,
  chunk: 36 * 60 * each,
  async check(_from, _count, say) {
    const clean = falseAlarms(each)
    measured = [...cleanTable(clean), '', ...recallTable(), '', ...labelledTable()]
    measured.forEach(say)
    for (const { family, mean, days, alarms } of clean)
      if (alarms / days >= 0.05) throw new Error(`${family}, ${mean} a day: ${percent(alarms / days)} of clean days`)
  },
  measured: () => measured,
}

function cleanTable(clean: readonly FalseAlarms[]): string[] {
  const names = [...new Set(clean.map(({ family }) => family))]
  const share = (rows: readonly FalseAlarms[]) =>
    percent(rows.reduce((sum, { alarms }) => sum + alarms, 0) / rows.reduce((sum, { days }) => sum + days, 0))
  return [
    `Of ${clean.reduce((sum, { days }) => sum + days, 0)} clean series-days ${share(clean)} were told of; by family and expected number a day:`,
    '',
    row(['family', ...means]),
    rule(means.length + 1),
    ...names.map((name) =>
      row([name, ...means.map((mean) => share(clean.filter((each) => each.family === name && each.mean === mean)))]),
    ),
  ]
}

function recallTable(): string[] {
  const found = recalls(each)
  const kinds = [...new Set(found.map(({ kind, size }) => `${kind} × ${size}`))]
  return [
    'Faults put in, found on their day (a break: within ten days), over all families, by expected number a day:',
    '',
    row(['fault', ...means]),
    rule(means.length + 1),
    ...kinds.map((name) =>
      row([
        name,
        ...found
          .filter(({ kind, size }) => `${kind} × ${size}` === name)
          .map(({ cases, found: told }) => percent(told / cases)),
      ]),
    ),
  ]
}

function labelledTable(): string[] {
  const { files, costs, published, profiles } = labelledSet()
  const score = (detector: typeof seasonalTail, profile: string) =>
    nabScore(scoredBy(files, detector), costs(profile)).normalized.toFixed(1)
  return [
    'The labelled set (six hourly series of ad exchanges, 14 windows), by the benchmark’s own scoring:',
    '',
    row(['detector', ...profiles]),
    rule(profiles.length + 1),
    row(['ours, by hour of the day', ...profiles.map((profile) => score(seasonalTail, profile))]),
    row(['windowed Gaussian, ours', ...profiles.map((profile) => score(windowedGaussian, profile))]),
    ...['windowedGaussian', 'randomCutForest', 'contextOSE', 'numenta'].map((name) =>
      row([`${name}, published`, ...profiles.map((profile) => published(name, profile).normalized.toFixed(1))]),
    ),
  ]
}
