import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, daysInRange } from '../../format/day.ts'
import { presetIds, presetRange } from './presets.ts'

test('a month is said as the calendar has it', () => {
  expect(presetRange('month', '2026-10-22')).toEqual({ from: '2026-10-01', to: '2026-10-22' })
  expect(presetRange('last_month', '2026-03-31')).toEqual({ from: '2026-02-01', to: '2026-02-28' })
  expect(presetRange('last_month', '2026-01-15')).toEqual({ from: '2025-12-01', to: '2025-12-31' })
  expect(daysInRange('2026-10-16', presetRange('7d', '2026-10-22').to)).toBe(7)
})

test('no preset reaches into tomorrow or ends before it begins', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom(...presetIds), (count, id) => {
      const today = addDays('2000-01-01', count)
      const { from, to } = presetRange(id, today)
      expect(from <= to).toBe(true)
      expect(to <= today).toBe(true)
    }),
  )
})
