import { describe, expect, test } from 'vitest'
import { askedLink, filterLink, metricsLink, questionOf, readExplored, type Dictionary } from './explore-query.ts'

const entry = (id: string, dimensions: string[], model = false) =>
  ({ id, dimensions, model }) as unknown as Dictionary['metrics'][number]
const dictionary = {
  metrics: [
    entry('raised_net', ['day', 'channel', 'recurring']),
    entry('roas', ['day', 'channel', 'campaign'], true),
    entry('mrr', []),
  ],
  dimensions: [],
  models: [],
} as unknown as Dictionary
const read = (search: string) => readExplored(new URLSearchParams(search), dictionary)

describe('what an address asks of metrics', () => {
  test('without a word it is what was raised', () => {
    expect(read('').metrics.map(({ id }) => id)).toEqual(['raised_net'])
    expect(read('').ignored).toEqual([])
  })

  test('metrics side by side can be asked by what all of them are kept by', () => {
    const asked = read('m=raised_net,roas&by=channel&f=channel~ads&f=channel~&f=day~2026-11-03')
    expect(asked.by).toBe('channel')
    expect(asked.filter).toEqual({ channel: ['ads', null], day: ['2026-11-03'] })
    expect(read('m=raised_net,roas&by=campaign').by).toBeUndefined()
  })

  test('what makes no sense is left out, and told by the part of the address that it stands in, never by its text', () => {
    const asked = read('m=raised_net,glory&by=colour&f=campaign~meta:1&f=jane@example.org&f=channel~ads&at=-2')
    expect(asked.metrics.map(({ id }) => id)).toEqual(['raised_net'])
    expect(asked.ignored).toEqual(['m', 'by', 'f', 'at'])
    expect(asked).toMatchObject({ by: undefined, filter: { channel: ['ads'] }, at: undefined })
  })

  test('a day that is none, or that nobody knows, is no filter; a metric named twice is one', () => {
    expect(read('f=day~2026-02-31&f=day~')).toMatchObject({ filter: {}, ignored: ['f'] })
    expect(read('m=roas,roas').metrics).toHaveLength(1)
  })

  test('a model is asked for only where a metric follows one', () => {
    const range = { from: '2026-11-01', to: '2026-11-03', vs: 'none' } as const
    expect(questionOf(read('m=roas&model=linear&window=7&at=12'), range)).toMatchObject({
      metrics: ['roas'],
      model: 'linear',
      window: { clickDays: 7, viewDays: 7 },
      batch: 12,
    })
    expect(questionOf(read('model=linear'), range)).not.toHaveProperty('model')
  })

  test('links change one thing and keep the rest', () => {
    expect(metricsLink('?from=2026-11-01&proof=gifts', ['roas', 'spend'])).toBe('?from=2026-11-01&m=roas%2Cspend')
    expect(filterLink('?f=channel~ads&f=day~2026-11-03', 'channel', 'sms')).toBe('?f=day%7E2026-11-03&f=channel%7Esms')
    expect(filterLink('?f=channel~ads', 'channel', undefined)).toBe('?')
    expect(askedLink('?at=3&by=day', 'at', undefined)).toBe('?by=day')
  })
})
