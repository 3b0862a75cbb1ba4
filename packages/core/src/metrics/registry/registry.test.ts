import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { plain } from '../figure.ts'
import { stores } from '../stores/index.ts'
import { worthOf } from '../query/worth-of.ts'
import { dictionaryOf } from './dictionary.ts'
import { dimensions } from './dimension.ts'
import { exampleOf } from './example-of.ts'
import { keeperOf } from './kept-measures.ts'
import { measureIds, type MeasureId } from './measure.ts'
import { metricIds } from './metric-id.ts'
import { metricOf, metrics } from './metrics.ts'
import { metricsPage } from './metrics-page.ts'

const page = path.join(import.meta.dirname, '../../../../../docs/metrics.md')

test('docs/metrics.md is what `node packages/core/src/metrics/registry/print-metrics.ts` prints', () => {
  expect(readFileSync(page, 'utf8')).toBe(metricsPage())
})

test('every metric is there once, with a name in both vocabularies and something to ask it by that exists', () => {
  expect(metrics.map(({ id }) => id)).toEqual([...metricIds])
  expect(new Set(metricIds).size).toBe(metricIds.length)
  for (const { title, definition, formula, dimensions: by } of metrics) {
    for (const text of [title.fundraising, title.commerce, definition, formula]) expect(text).not.toBe('')
    expect(definition).toMatch(/\.$/)
    for (const each of by) expect(dimensions).toContain(each)
  }
  expect(metricOf('nothing')).toBeUndefined()
})

test('every measure is kept somewhere, and every formula can be read without any filter', () => {
  for (const measure of measureIds) expect(stores[keeperOf(measure, [])?.store ?? 'money']).toBeDefined()
  for (const { worked } of metrics)
    if (worked.by === 'measures')
      for (const { measure } of [...worked.numerator, ...worked.denominator])
        expect(keeperOf(measure, [])).toBeDefined()
})

test('a metric can be asked by what all of its measures are kept by, and by nothing else', () => {
  expect(metricOf('raised_net')?.dimensions).toEqual(
    expect.arrayContaining(['day', 'hour', 'campaign', 'donor_type', 'recurring']),
  )
  expect(metricOf('cpc')?.dimensions).not.toContain('hour')
  expect(metricOf('cpc_first_party')?.dimensions).not.toContain('ad_set')
})

test('an example is its formula with numbers put in', () => {
  const roas = metricOf('roas')
  expect(roas && exampleOf(roas)).toMatchObject({
    numerator: [{ unit: 'money', value: 940_000 }],
    denominator: [{ unit: 'money', value: 250_000 }],
    value: 3.76,
  })
  expect(dictionaryOf().find(({ id }) => id === 'ltv_12m')?.example).toBeNull()
})

test('a click-through rate of 0.8 % is the fraction 0.008', () => {
  const ctr = metricOf('ctr')
  if (ctr?.worked.by !== 'measures') throw new Error('a formula')
  const values = new Map<MeasureId, number>([
    ['clicks', 8],
    ['impressions', 1_000],
  ])
  const worth = worthOf(ctr, ctr.worked, { currency: 'USD', values, mixed: new Set(), unread: new Set() })
  expect(plain(worth.value)).toBe(0.008)
  // Wilson (1927) of 8 of 1,000.
  expect(worth.interval?.low).toBeCloseTo(0.00406, 5)
  expect(worth.interval?.high).toBeCloseTo(0.01571, 5)
})
