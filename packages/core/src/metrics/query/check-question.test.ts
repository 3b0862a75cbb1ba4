import { expect, test } from 'vitest'
import { checkQuestion } from './check-question.ts'

const filtered = (filter: Record<string, (string | null)[]>) => () =>
  checkQuestion(
    { metrics: ['raised_net'], range: { from: '2026-02-01', to: '2026-03-31' }, filter },
    { day: '2026-11-20' },
  )

test('days and hours of a filter are days of the calendar and hours of the clock', () => {
  expect(filtered({ day: ['2024-02-29', '2026-02-28'], hour: ['-1', '0', '9', '23'] })).not.toThrow()
  for (const day of ['2026-02-31', '2025-02-29', '2026-2-1', '', "x'"])
    expect(filtered({ day: ['2026-02-01', day] })).toThrow(/written 2026-11-03/)
  for (const hour of ['24', '-2', '1.5', '1e1', '', ' 1', null])
    expect(filtered({ hour: ['1', hour] })).toThrow(/from 0 to 23/)
  // What is asked of a day that is not known would be a confident nothing.
  expect(filtered({ day: [null] })).toThrow(/always known/)
})
