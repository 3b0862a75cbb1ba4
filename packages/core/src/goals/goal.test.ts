import { expect, test } from 'vitest'
import { readGoal } from './goal.ts'

const goal = {
  name: 'Year end',
  metric: 'raised_gross',
  from: '2026-11-01',
  to: '2026-12-31',
  target: 5_000_000,
  pacing: 'linear',
}

test('a goal is taken as it is said', () => {
  expect(readGoal(goal)).toEqual(goal)
  expect(readGoal({ ...goal, metric: 'recurring_share', target: 0.35 })).toMatchObject({ target: 0.35 })
  expect(readGoal({ ...goal, pacing: 'last_year' })).toMatchObject({ pacing: 'last_year' })
})

test.each([
  [{ metric: 'raised' }, 'metric', /dictionary lists all/],
  [{ metric: 'goal_probability' }, 'metric', /Nothing answers/],
  [{ to: '2026-10-01' }, 'to', /after the first/],
  [{ from: '2023-01-01' }, 'from', /two years/],
  [{ target: 0 }, 'target', /more than 0/],
  [{ target: 10.5 }, 'target', /2500 for 25\.00/],
  [{ metric: 'recurring_share', target: 35 }, 'target', /0\.35 for 35 %/],
  [{ metric: 'average_gift', target: 5_000, pacing: 'last_year' }, 'pacing', /even pace/],
  [{ name: ' ' }, 'name', /1 to 80/],
  [{ from: 'soon' }, 'from', /a date such as/],
])('%j is refused at “%s” in a sentence that says what would work', (wrong, field, sentence) => {
  expect(() => readGoal({ ...goal, ...wrong })).toThrow(sentence)
  expect(() => readGoal({ ...goal, ...wrong })).toThrow(expect.objectContaining({ field }))
})
