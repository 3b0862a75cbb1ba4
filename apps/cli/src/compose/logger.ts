import { existsSync, renameSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { destination, pino, type Logger } from 'pino'

const largestBytes = 50 * 1024 * 1024

/**
 * The log, one JSON object a line: on a server (DATABASE_URL) to the standard output, which its keeper collects; in a clone to
 * `log/throughline.log` of the state directory, where it does not get between a person and the terminal.
 */
export const openLogger = async (stateDir: string, env: NodeJS.ProcessEnv): Promise<Logger> => {
  const level = env['LOG_LEVEL'] || 'info'
  const options = { level, base: null, timestamp: () => `,"time":"${new Date().toISOString()}"` }
  if (env['DATABASE_URL']) return pino(options, destination({ fd: 1, sync: false }))
  const file = path.join(stateDir, 'log', 'throughline.log')
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  if (existsSync(file) && statSync(file).size > largestBytes) renameSync(file, `${file}.1`)
  return pino(options, destination({ dest: file, mode: 0o600, sync: false }))
}
