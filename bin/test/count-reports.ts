import type { StepResult } from './run-step.ts'

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

/** Vitest's JSON. A file that could not even be read has failed once; a skipped test is no proof, and counts as failed. */
export const countVitest = (text: string): StepResult => {
  const report = JSON.parse(text) as VitestReport
  const unread = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  )
  const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests + unread.length
  return { passed: report.numPassedTests, failed }
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  errors: unknown[]
}

/** Playwright's JSON. A test that passed only when tried again counts as failed. */
export const countPlaywright = (text: string): StepResult => {
  const { stats, errors } = JSON.parse(text) as PlaywrightReport
  const failed = stats.unexpected + stats.flaky + stats.skipped
  return { passed: stats.expected, failed: failed === 0 && errors.length > 0 ? 1 : failed }
}
