import { expect, test } from 'vitest'
import type { Freshness } from '../connections/index.ts'
import { attentionOf, type AttentionInputs } from './attention.ts'

const source = (state: Freshness['state'], say: string | null = null): Freshness => ({
  connectionId: 'c',
  connector: 'acme',
  name: 'Acme',
  state,
  lastReadAt: null,
  lastRowAt: null,
  carriesGifts: true,
  say,
})
const calm: AttentionInputs = {
  connections: [source('fresh')],
  week: { net: 100_000, before: 100_000, giftsBefore: 50 },
  refunds: { n: 1, minor: 2_500, gross: 100_000, usualShare: 0.03 },
}

test('a client with nothing amiss is quiet', () => {
  expect(attentionOf(calm).rank).toBe('quiet')
})

test('a broken source comes first, with what to do', () => {
  expect(
    attentionOf({
      ...calm,
      connections: [source('late'), source('broken', 'Make a new key.')],
      week: { net: 0, before: 100_000, giftsBefore: 50 },
    }),
  ).toEqual({
    rank: 'now',
    why: 'Acme cannot be read',
    detail: 'Make a new key.',
  })
})

test('refunds far above their usual share are said, a few more are not', () => {
  const refunds = { n: 5, minor: 20_000, gross: 100_000, usualShare: 0.03 }
  expect(attentionOf({ ...calm, refunds })).toEqual({
    rank: 'now',
    why: 'Five gifts were refunded in 7 days',
    detail: '20% of gross, usually 3%',
  })
  expect(attentionOf({ ...calm, refunds: { ...refunds, minor: 6_000 } }).rank).toBe('quiet')
  expect(attentionOf({ ...calm, refunds: { ...refunds, n: 2 } }).rank).toBe('quiet')
})

test('a week far below the one before is worth a look, unless there was too little to compare', () => {
  const week = { net: 50_000, before: 100_000, giftsBefore: 50 }
  expect(attentionOf({ ...calm, week })).toMatchObject({ rank: 'look', why: 'Net raised fell by 50%' })
  expect(attentionOf({ ...calm, week: { ...week, giftsBefore: 10 } }).rank).toBe('quiet')
})

test('refunds while nothing is given are said too', () => {
  const refunds = { n: 3, minor: 7_500, gross: 0, usualShare: 0.03 }
  expect(attentionOf({ ...calm, refunds })).toMatchObject({ rank: 'now', detail: 'Nothing was given in that time' })
})

test('late data and a missing source are worth a look', () => {
  expect(attentionOf({ ...calm, connections: [source('late')] })).toMatchObject({ rank: 'look', why: 'Acme is late' })
  expect(attentionOf({ ...calm, connections: [source('never')] })).toMatchObject({ why: 'Acme was not read yet' })
  expect(attentionOf({ ...calm, connections: [] })).toMatchObject({ rank: 'look', why: 'No source is connected' })
})
