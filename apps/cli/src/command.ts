import { progressBar, type ProgressBar } from './progress.ts'

/** What a command is given of the outside. */
export interface Context {
  env: NodeJS.ProcessEnv
  now: () => Date
  say: (line: string) => void
  bar: ProgressBar
}

export interface Command {
  /** After the name, as "--at <time>". */
  usage: string
  /** One line for the list. */
  summary: string
  /** Further lines for `--help`. */
  details?: string
  /** @returns the exit code; nothing means 0 */
  run: (args: string[], context: Context) => Promise<number | void>
}

export const processContext = (): Context => ({
  env: process.env,
  now: () => new Date(),
  say: (line) => {
    process.stdout.write(`${line}\n`)
  },
  bar: progressBar(process.stdout),
})
