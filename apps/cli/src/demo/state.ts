import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { demoPeople, type WorldSize } from '@throughline/world'

/** What must be the same at every start for the demo's world to be the same, and its people to keep their passwords. */
export interface DemoState {
  seed: string
  /** When history ends and the future begins. */
  endInstant: string
  size: WorldSize
  /** What credentials are made from. */
  secret: string
  /** One a person, in their order. */
  passwords: string[]
  /** Whether history is in; until then each start goes on with it. */
  done: boolean
}

const fileOf = (stateDir: string) => path.join(stateDir, 'demo.state.json')

export const readDemoState = async (stateDir: string): Promise<DemoState | undefined> =>
  existsSync(fileOf(stateDir)) ? (JSON.parse(await readFile(fileOf(stateDir), 'utf8')) as DemoState) : undefined

/** In a database just made nothing of an earlier demo is left. */
export const forgetDemo = async (stateDir: string): Promise<void> => {
  await rm(fileOf(stateDir), { force: true })
  await rm(path.join(stateDir, 'demo.json'), { force: true })
}

export const newDemoState = (now: Date, size: WorldSize): DemoState => ({
  seed: 'throughline',
  endInstant: now.toISOString(),
  size,
  secret: randomBytes(32).toString('base64url'),
  passwords: demoPeople.map(() => randomBytes(9).toString('base64url')),
  done: false,
})

/** Writes a file of secrets in one step: a start cut short leaves the old one or the new one. */
export const writePrivately = async (file: string, content: unknown): Promise<void> => {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(`${file}.part`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  await rename(`${file}.part`, file)
}

export const writeDemoState = (stateDir: string, state: DemoState): Promise<void> =>
  writePrivately(fileOf(stateDir), state)
