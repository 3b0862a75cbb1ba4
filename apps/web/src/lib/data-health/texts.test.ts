import { expect, test } from 'vitest'
import {
  causesText,
  measureText,
  poorSentences,
  remedyOf,
  rowsLink,
  shareText,
  spanText,
  type QualitySource,
} from './texts.ts'

const locale = 'en-US'
const nothing = { part: null, whole: null, basis: null, unknown: null } as const

test('a share reads 100 % only where nothing is missing', () => {
  expect(shareText(1, locale)).toBe('100.0%')
  expect(shareText(0.99999, locale)).toBe('> 99.9%')
  expect(shareText(0.00001, locale)).toBe('< 0.1%')
  expect(shareText(0, locale)).toBe('0.0%')
  expect(shareText(0.948, locale)).toBe('94.8%')
})

test('time is told in its largest fitting unit', () => {
  expect([40, 600, 7_200, 259_200].map((seconds) => spanText(seconds, locale))).toEqual([
    '40 s',
    '10 min',
    '2 h',
    '3 d',
  ])
})

test('what is not known says why, and is no number', () => {
  const text = measureText(
    { ...nothing, id: 'ingestion', value: null, unknown: 'nothing_to_compare', state: 'unknown' },
    locale,
  )
  expect(text).toBe('Not known')
})

const source = (more: Partial<QualitySource>): QualitySource => ({
  ...{ source: 'events:web', name: 'web', connectionId: null, resting: false, measures: [] },
  ...more,
})

test('only what is poor has a sentence, and the link leads to where it can be mended', () => {
  const measures: QualitySource['measures'] = [
    { ...nothing, id: 'validation', value: 0.9, state: 'poor' },
    { ...nothing, id: 'late', value: 0.01, state: 'good' },
  ]
  expect(poorSentences(source({ measures }), locale)).toEqual(['web: only 90.0% could be taken.'])
  expect(remedyOf(source({ measures }), '/t/a').href).toBe('/t/a/events/rejected')
  expect(remedyOf(source({}), '/t/a').href).toBe('/t/a/events/volume')
  expect(remedyOf(source({ connectionId: 'c' }), '/t/a').href).toBe('/t/a/connections/c')
})

test('causes come with their parts, in money where it is money', () => {
  const day = { day: '2026-11-10', source: 'ads', what: 'spend', theirs: 1, ours: 2, share: 1, agrees: false } as const
  expect(causesText({ ...day, currency: 'USD', causes: [{ cause: 'late', part: -4_000 }] }, locale)).toMatch(/−?-?\$40/)
  expect(causesText({ ...day, currency: null, agrees: true, causes: [] }, locale)).toBe('Agrees')
})

test('the rows that are shown are a matter of the address, and its days stay', () => {
  const search = new URLSearchParams('from=2026-11-01&to=2026-11-20&rows=differing')
  expect(rowsLink(search, '')).toBe('?from=2026-11-01&to=2026-11-20#reconciliation')
  expect(rowsLink(search, 'differing')).toBe('?from=2026-11-01&to=2026-11-20&rows=differing#reconciliation')
})
