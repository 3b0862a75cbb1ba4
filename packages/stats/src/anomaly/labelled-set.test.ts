import { expect, test } from 'vitest'
import { seasonalTail, windowedGaussian } from './testing/detectors.ts'
import { labelledSet, scoredBy } from './testing/labelled-set.ts'
import { nabScore } from './testing/nab-score.ts'

const set = labelledSet()

test.each(set.profiles)('the scorer gives the published figures of the windowed Gaussian, profile %s', (profile) => {
  const score = nabScore(scoredBy(set.files, windowedGaussian), set.costs(profile))
  const published = set.published('windowedGaussian', profile)
  expect(score.normalized).toBeCloseTo(published.normalized, 3)
  expect(score.raw).toBeCloseTo(published.raw, 3)
  const { tp, fp, fn, tn } = published
  expect(score).toMatchObject({ tp, fp, fn, tn })
})

test('finding nothing is worth nothing, finding each window at its first row and nothing else is worth 100', () => {
  const costs = set.costs('standard')
  const { normalized, raw, tn } = set.published('null', 'standard')
  expect(
    nabScore(
      scoredBy(set.files, (values) => values.map(() => 0.5)),
      costs,
    ),
  ).toMatchObject({ normalized, raw, tn })
  const perfect = set.files.map(({ values, windows }) => ({
    windows,
    scores: values.map((_value, i) => (windows.some(([left]) => left === i) ? 1 : 0)),
  }))
  expect(nabScore(perfect, costs).normalized).toBeCloseTo(100, 6)
})

test('ours, with a pattern by hour of the day, is above the windowed Gaussian on the labelled set', () => {
  const costs = set.costs('standard')
  const ours = nabScore(scoredBy(set.files, seasonalTail), costs).normalized
  expect(ours).toBeGreaterThan(set.published('windowedGaussian', 'standard').normalized)
})
