import { describe, expect, test } from 'vitest'
import { countPlaywright, countVitest } from './count-reports.ts'

const vitest = (over: object) =>
  countVitest(
    JSON.stringify({
      numPassedTests: 5,
      numFailedTests: 0,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [],
      ...over,
    }),
  )

describe('counting a run of vitest', () => {
  test('takes passed and failed as reported', () => {
    expect(vitest({ numFailedTests: 2 })).toEqual({ passed: 5, failed: 2 })
  })
  test('a file that could not be read has failed, although it holds no failed test', () => {
    expect(vitest({ testResults: [{ status: 'failed', assertionResults: [] }] })).toEqual({ passed: 5, failed: 1 })
  })
  test('a skipped test is no proof', () => {
    expect(vitest({ numPendingTests: 1 })).toEqual({ passed: 5, failed: 1 })
  })
})

describe('counting a run of Playwright', () => {
  const playwright = (stats: object, errors: unknown[] = []) =>
    countPlaywright(JSON.stringify({ stats: { expected: 4, unexpected: 0, flaky: 0, skipped: 0, ...stats }, errors }))
  test('a test that passed at the second try has failed', () => {
    expect(playwright({ flaky: 1 })).toEqual({ passed: 4, failed: 1 })
  })
  test('an error outside the tests fails the run', () => {
    expect(playwright({}, [{ message: 'no server' }])).toEqual({ passed: 4, failed: 1 })
  })
})
