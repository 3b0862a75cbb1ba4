import { expect, test } from 'vitest'
import { readBy, readFilters, readModel, readView } from './shown-credit.ts'
import { readWindow, windowInAddress, windowSays, windows, windowText } from './window-text.ts'

const asked = (search: string) => readFilters(new URLSearchParams(search))

test('an address says what credit is asked for; what is no such thing is left out', () => {
  expect(asked('window=28-7&channel=sms&customer=new&tier=probable')).toEqual({
    window: { clickDays: 28, viewDays: 7 },
    channel: 'sms',
    customer: 'new',
    tier: 'probable',
  })
  expect(asked('window=5&channel=fax&customer=old&tier=sure')).toEqual({})
  expect([readBy('ad'), readBy('moon'), readBy(null)]).toEqual(['ad', 'channel', 'channel'])
  expect([readView('lag'), readView('x')]).toEqual(['lag', 'flow'])
})

test('a model that was not worked out is not shown', () => {
  expect(readModel('markov', ['linear', 'markov'])).toBe('markov')
  expect(readModel('custom', ['linear', 'markov'])).toBeUndefined()
})

test('every window goes into an address and comes back', () => {
  for (const clickDays of windows)
    for (const viewDays of windows)
      expect(readWindow(windowInAddress({ clickDays, viewDays }))).toEqual({ clickDays, viewDays })
  for (const wrong of ['', '-3', '28-', '28-7-1', '2', 'ever', '028']) expect(readWindow(wrong), wrong).toBeUndefined()
})

test('a window is said in words', () => {
  expect(windowText({ clickDays: 28, viewDays: 28 })).toBe('28 days')
  expect(windowText({ clickDays: 28, viewDays: 1 })).toBe('28 days / 1 day')
  expect(windowSays({ clickDays: 1, viewDays: 1 }, 'gift')).toBe('1 day before each gift')
  expect(windowSays({ clickDays: null, viewDays: null }, 'gift')).toBe('however long before')
})
