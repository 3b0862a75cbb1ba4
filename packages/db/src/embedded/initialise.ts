import { spawn } from 'node:child_process'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Account, give } from './account.ts'
import type { Binaries } from './binaries.ts'
import { StartFailure } from './start-failure.ts'

export interface Progress {
  /** In plain words, as "Preparing the database". */
  stage: string
  /** From 0 to 1. */
  fraction: number
}

/** What initdb says, in order; the share of its time that has passed when it says it. */
const milestones: [text: string, fraction: number][] = [
  ['creating subdirectories', 0.05],
  ['creating configuration files', 0.15],
  ['running bootstrap script', 0.2],
  ['performing post-bootstrap', 0.35],
  ['syncing data to disk', 0.6],
  ['Success', 1],
]

/**
 * Makes a new data directory. It is made beside its final name and renamed when whole, so that a start cut short leaves
 * nothing that the next would take for a database. `builtin C.UTF-8` sorts alike on every machine, whatever its locale.
 */
export const initialise = async (options: {
  binaries: Binaries
  account: Account | undefined
  dataDir: string
  password: string
  durable: boolean
  onProgress?: ((progress: Progress) => void) | undefined
}): Promise<void> => {
  const { binaries, account, dataDir, password, durable, onProgress } = options
  const making = `${dataDir}.making`
  const passwordFile = `${dataDir}.pw`
  await rm(making, { recursive: true, force: true })
  await mkdir(making, { mode: 0o700 })
  await give(making, account)
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 })
  await give(passwordFile, account)
  try {
    const said = await run(
      binaries.initdb,
      [
        `--pgdata=${making}`,
        '--username=postgres',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        ...(durable ? [] : ['--no-sync']),
      ],
      account,
      (text) => {
        const reached = milestones.findLast(([milestone]) => text.includes(milestone))
        if (reached) onProgress?.({ stage: 'Preparing the database', fraction: reached[1] })
      },
    )
    if (said.code !== 0) throw new StartFailure(whyNot(said.output, dataDir))
    await rename(making, dataDir)
  } finally {
    await rm(passwordFile, { force: true })
    await rm(making, { recursive: true, force: true })
  }
}

const whyNot = (output: string, dataDir: string): string => {
  if (/No space left on device/i.test(output))
    return `The disk is full: no room for the database at ${path.dirname(dataDir)}.`
  const error = output.split('\n').find((line) => /error|fatal|could not/i.test(line))
  return `The database at ${dataDir} could not be made: ${(error ?? output.slice(-200)).trim()}`
}

const run = (command: string, args: string[], account: Account | undefined, onText: (text: string) => void) =>
  new Promise<{ code: number; output: string }>((resolve, reject) => {
    const child = spawn(command, args, {
      ...account,
      cwd: '/',
      env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    let output = ''
    const take = (chunk: Buffer) => {
      output += chunk.toString('utf8')
      onText(chunk.toString('utf8'))
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({ code: code ?? 1, output })
    })
  })
