import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'

export interface StepResult {
  passed: number
  failed: number
}

export interface Step {
  name: string
  /** Run one after the other; the step has failed if one fails. */
  commands: readonly (readonly [string, ...string[]])[]
  env?: Readonly<Record<string, string>>
  /** Where the tests of this step are counted: a report that the last command writes. Without it the step counts as one. */
  report?: { file: string; count: (text: string) => StepResult }
  /** What must be there first; says in one line what is missing. */
  needs?: () => Promise<Readonly<Record<string, string>> | string>
}

const run = ([command, ...args]: readonly [string, ...string[]], env: NodeJS.ProcessEnv) =>
  new Promise<boolean>((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env })
    child.on('error', (error) => {
      console.error(error.message)
      resolve(false)
    })
    child.on('exit', (code) => {
      resolve(code === 0)
    })
  })

/** Runs one step to its end and counts. A step that breaks off before its tests are counted has failed once. */
export const runStep = async (step: Step): Promise<StepResult> => {
  const had = (await step.needs?.()) ?? {}
  if (typeof had === 'string') {
    console.error(had)
    return { passed: 0, failed: 1 }
  }
  if (step.report) rmSync(step.report.file, { force: true })
  const env = { ...process.env, ...step.env, ...had }
  let fine = true
  for (const command of step.commands) fine = (await run(command, env)) && fine
  if (!step.report) return fine ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
  if (!existsSync(step.report.file)) return { passed: 0, failed: 1 }
  const counted = step.report.count(readFileSync(step.report.file, 'utf8'))
  return fine || counted.failed > 0 ? counted : { ...counted, failed: 1 }
}
