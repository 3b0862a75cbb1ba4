import { expect, test } from 'vitest'
import { funnelSteps, readTextsBy } from './shown-texts.ts'

const funnel = { sent: 200, delivered: 160, clicked: 40, donated: 10, optedOut: 4, spend: 0, costMicro: null }

test('each step is a share of the one before and of the first; opting out is one of those reached', () => {
  expect(funnelSteps(funnel).map(({ step, ofBefore, ofFirst }) => [step, ofBefore, ofFirst])).toEqual([
    ['sent', null, 1],
    ['delivered', 0.8, 0.8],
    ['clicked', 0.25, 0.2],
    ['donated', 0.25, 0.05],
    ['optedOut', 0.025, 0.02],
  ])
})

test('where nobody is there to come from there is no rate', () => {
  const empty = funnelSteps({ ...funnel, sent: 0, delivered: 0, clicked: 0, donated: 0, optedOut: 0 })
  expect(empty.map(({ ofBefore, ofFirst }) => [ofBefore, ofFirst])).toEqual(Array(5).fill([null, null]))
})

test('an address shows texts by what there is', () => {
  expect(['day', 'list', 'colour', null].map(readTextsBy)).toEqual(['day', 'list', 'campaign', 'campaign'])
})
