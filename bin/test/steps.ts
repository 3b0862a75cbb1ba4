import { availableParallelism } from 'node:os'
import { countPlaywright, countVitest } from './count-reports.ts'
import { findBrowser } from './find-browser.ts'
import type { Step } from './run-step.ts'

const reports = 'node_modules/.cache/throughline'

const vitest = (project: string): Step => ({
  name: project,
  commands: [
    [
      'vitest',
      'run',
      '--project',
      project,
      // One for each core: by itself vitest leaves one core out, and the database does not fill it.
      `--maxWorkers=${Math.max(2, availableParallelism())}`,
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${reports}/${project}.json`,
    ],
  ],
  report: { file: `${reports}/${project}.json`, count: countVitest },
})

/** In order. The app is built before the browser asks for it. */
export const steps: readonly Step[] = [
  {
    name: 'lint',
    commands: [
      // Lint knows types: a fresh clone has none for the app's routes until they are made.
      ['pnpm', '--silent', '--filter', '@throughline/web', 'exec', 'svelte-kit', 'sync'],
      ['pnpm', '--silent', 'run', 'lint'],
    ],
  },
  {
    name: 'types',
    commands: [
      ['pnpm', '--silent', 'run', 'types'],
      ['turbo', 'run', 'types', '--output-logs=errors-only'],
    ],
  },
  vitest('unit'),
  vitest('integration'),
  { name: 'build', commands: [['turbo', 'run', 'build', '--output-logs=errors-only']] },
  {
    name: 'browser',
    needs: findBrowser,
    commands: [['playwright', 'test', '--reporter=list,json']],
    env: { PLAYWRIGHT_JSON_OUTPUT_FILE: `${reports}/browser.json`, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
    report: { file: `${reports}/browser.json`, count: countPlaywright },
  },
]
