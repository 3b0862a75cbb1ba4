import { steps } from './test/steps.ts'
import { runStep, type StepResult } from './test/run-step.ts'

/**
 * Everything that judges a change, step by step, all of them although one fails. The last line is `N passed, N failed`, where
 * lint, types and build count one each and the others count their tests. With names, `npm test -- unit browser`, only those.
 */
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name))
if (unknown.length > 0) {
  console.error(`There is no step "${unknown.join('", "')}"; there are: ${steps.map(({ name }) => name).join(', ')}.`)
  process.exit(1)
}
const results: { name: string; seconds: number; result: StepResult }[] = []
for (const step of wanted.length === 0 ? steps : steps.filter(({ name }) => wanted.includes(name))) {
  console.log(`\n── ${step.name} ${'─'.repeat(60 - step.name.length)}`)
  const began = performance.now()
  const result = await runStep(step)
  const seconds = (performance.now() - began) / 1000
  results.push({ name: step.name, seconds, result })
  console.log(`── ${step.name}: ${said(result)} in ${seconds.toFixed(1)} s`)
}

function said({ passed, failed }: StepResult): string {
  return failed === 0 ? `${passed} passed` : `${passed} passed, ${failed} FAILED`
}

const sum = (pick: (result: StepResult) => number) => results.reduce((total, { result }) => total + pick(result), 0)
const failed = sum((result) => result.failed)
console.log('')
for (const { name, seconds, result } of results)
  console.log(`${name.padEnd(12)} ${`${seconds.toFixed(1)} s`.padStart(8)}   ${said(result)}`)
console.log(`\n${sum((result) => result.passed)} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
