import { expect, test } from 'vitest'
import { measureIds, measuresOf, type MeasureId } from './measures.ts'
import type { SourceCounts } from './source-counts.ts'

const now = new Date('2026-11-20T15:00:00Z')
const nothing: SourceCounts = {
  ...{ source: 'events:web', name: 'web', connectionId: null, taken: 0 },
  refused: { missing: 0, shape: 0, other: 0 },
  ...{ repeats: null, late: { late: 0, of: 0 }, expectation: null, newestAt: null, everyMinutes: null, resting: false },
}
const one = (counts: Partial<SourceCounts>, id: MeasureId) =>
  measuresOf({ ...nothing, ...counts }, now).find((measure) => measure.id === id)

test('of a source of which nothing is known, no measure has a number, least of all 100 %', () => {
  const measures = measuresOf(nothing, now)
  expect(measures.map(({ id }) => id)).toEqual([...measureIds])
  for (const { value, state, unknown } of measures) {
    expect(value).toBeNull()
    expect(state).toBe('unknown')
    expect(unknown).not.toBeNull()
  }
})

test('validation, completeness and schema are shares of all that was looked at', () => {
  const counts = { taken: 90, refused: { missing: 6, shape: 3, other: 1 } }
  expect(one(counts, 'validation')).toMatchObject({ value: 0.9, part: 90, whole: 100, state: 'poor' })
  expect(one(counts, 'completeness')).toMatchObject({ value: 0.94, state: 'good' })
  expect(one(counts, 'schema')).toMatchObject({ value: 0.97, state: 'good' })
})

test('against the source’s own counts any shortfall counts; against its own past only what chance does not explain', () => {
  const checkedAt = '2026-11-20T14:00:00.000Z'
  const short = { expected: 100, here: 90 }
  expect(one({ expectation: { basis: 'source', ...short, checkedAt } }, 'ingestion')).toMatchObject({
    ...{ value: 0.9, basis: 'source', state: 'poor' },
  })
  const own = { basis: 'own', ...short, days: 1 } as const
  expect(one({ expectation: { ...own, least: 70 } }, 'ingestion')).toMatchObject({ value: 0.9, state: 'good' })
  expect(one({ expectation: { ...own, least: 95 } }, 'ingestion')).toMatchObject({ value: 0.9, state: 'poor' })
  expect(one({ expectation: { ...own, here: 130, least: 95 } }, 'ingestion')?.value).toBe(1)
})

test('a source that is read every hour is fresh for an hour and a quarter, one that rests is not late', () => {
  const read = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString()
  expect(one({ newestAt: read(74), everyMinutes: 60 }, 'freshness')).toMatchObject({ value: 74, state: 'good' })
  expect(one({ newestAt: read(76), everyMinutes: 60 }, 'freshness')).toMatchObject({ value: 76, state: 'poor' })
  expect(one({ newestAt: read(76), everyMinutes: 60, resting: true }, 'freshness')?.state).toBe('good')
  expect(one({ newestAt: read(600) }, 'freshness')).toMatchObject({ value: 600, state: 'unknown' })
})

test('more than 5 % late and more than 1 % twice are poor', () => {
  expect(one({ late: { late: 5, of: 100 } }, 'late')?.state).toBe('good')
  expect(one({ late: { late: 6, of: 100 } }, 'late')?.state).toBe('poor')
  expect(one({ repeats: { again: 1, of: 100 } }, 'duplicates')?.state).toBe('good')
  expect(one({ repeats: { again: 2, of: 100 } }, 'duplicates')?.state).toBe('poor')
})

test('of a handful a share is shown and not judged', () => {
  expect(one({ repeats: { again: 1, of: 2 } }, 'duplicates')).toMatchObject({ value: 0.5, state: 'unknown' })
  expect(one({ repeats: { again: 10, of: 20 } }, 'duplicates')).toMatchObject({ value: 0.5, state: 'poor' })
})
