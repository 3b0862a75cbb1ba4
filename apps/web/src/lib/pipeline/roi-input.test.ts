import { expect, test } from 'vitest'
import { readRoi, roiQuestion } from './roi-input.ts'

const typed = { spend: '1,000.50', leads: '20', dealRate: '50', winRate: '12.5', value: '300', margin: '100' }

test('what is typed is read in major units and percent, by the currency', () => {
  const shares = { leads: 20, dealRate: 0.5, winRate: 0.125, margin: 1 }
  expect(roiQuestion(typed, 'USD')).toEqual({ ...shares, spend: 100_050, value: 30_000 })
  expect(roiQuestion(typed, 'JPY')).toEqual({ ...shares, spend: 1_001, value: 300 })
  expect(roiQuestion({ ...typed, spend: '' }, 'USD').spend).toBeNaN()
})

test('nothing is worked out before something was typed', () => {
  expect(readRoi(new URLSearchParams('from=2026-11-01'))).toBeUndefined()
  expect(readRoi(new URLSearchParams(typed))).toEqual(typed)
})
