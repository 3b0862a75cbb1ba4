import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'

/** Told what happens, for a progress line. */
export type Say = (what: string) => void

export class CommandFailed extends Error {
  readonly output: string
  constructor(command: string, output: string) {
    super(`${path.basename(command)} failed`)
    this.name = 'CommandFailed'
    this.output = output
  }
}

/** Runs a program of the clone and gives back what it printed. @throws CommandFailed with the output. */
export function runCommand(
  root: string,
  command: string,
  args: string[],
  more: Record<string, string> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const PATH = [...toolsOf(root), process.env.PATH].join(path.delimiter)
    const env = { ...process.env, NO_COLOR: '1', PATH, ...more }
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const collect = (chunk: Buffer) => (output += chunk.toString('utf8'))
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', (error) => reject(new CommandFailed(command, error.message)))
    child.on('close', (code) => (code === 0 ? resolve(output) : reject(new CommandFailed(command, output))))
  })
}

/** The clone's own programs: the pinned package manager and the pinned Node come before the machine's. */
function toolsOf(root: string): string[] {
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { packageManager: string }
  const pinned = manifest.packageManager.replace('@', '-')
  const bins = [path.join('.tools', pinned, 'node_modules', '.bin'), path.join('node_modules', '.bin')]
  return bins.map((bin) => path.join(root, bin))
}
