import { expect, test } from 'vitest'
import type { DailySeries } from './daily-series.store.ts'
import { judgeSeries } from './judge-series.ts'

const first = Temporal.PlainDate.from('2026-08-01')
const day = (i: number) => first.add({ days: i }).toString()
const series = (more: Partial<DailySeries> = {}): DailySeries => ({
  ...{ id: 'events:web', kind: 'count', currency: null, toldDaily: false, settling: 0 },
  days: new Map(Array.from({ length: 100 }, (_, i) => [day(i), 300 + ((i * 37) % 23)] as const)),
  ...more,
})
const days = series().days

test('a day on which nothing came is zero, and today is not judged', () => {
  const quiet = new Map(days)
  quiet.delete(day(98))
  const judged = judgeSeries(series({ days: quiet.set(day(99), 2) }), { today: day(99), shown: 30 })
  expect(judged.days).toHaveLength(30)
  expect(judged.days.at(-1)?.day).toBe(day(98))
  expect(judged.anomalies).toMatchObject([{ day: day(98), kind: 'zero', value: 0 }])
})

test('a report that comes every day and did not come is missing, once it had time to', () => {
  const told = new Map(days)
  told.delete(day(98))
  const spend = series({ id: 'spend', kind: 'amount', toldDaily: true, settling: 1, days: told })
  expect(judgeSeries(spend, { today: day(99), shown: 30 }).anomalies).toEqual([])
  expect(judgeSeries(spend, { today: day(100), shown: 30 }).anomalies).toMatchObject([
    { day: day(98), kind: 'missing' },
  ])
})

test('a series of a fortnight is too young to be judged, and says so', () => {
  const young = series({ days: new Map([...days].slice(0, 14)) })
  expect(judgeSeries(young, { today: day(14), shown: 30 })).toMatchObject({ tooYoung: true, anomalies: [] })
  expect(judgeSeries(series({ days: new Map() }), { today: day(3), shown: 30 })).toMatchObject({ tooYoung: true })
})
