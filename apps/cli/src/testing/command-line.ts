import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

export interface Running {
  child: ChildProcess
  /** What it has printed so far. */
  said: { text: string }
}

/** The command line over a state directory of a test's own, each command in a process of its own, as a person's shell runs it. */
export interface CommandLine {
  home: string
  /** What a command sees, without a DATABASE_URL of the outside. */
  env: NodeJS.ProcessEnv
  throughline(args: string[], env?: Record<string, string>): Running
  /** Runs one to its end. */
  run(args: string[], env?: Record<string, string>): Promise<{ code: number | null; said: string }>
  /** Waits until it says where it is. @throws Error with what it said where it ends instead */
  address(running: Running): Promise<string>
  end(child: ChildProcess, signal?: NodeJS.Signals): Promise<number | null>
  /** The process of the PostgreSQL that runs here. */
  serverPid(): number
  /** Ends what is left and removes the directory. */
  close(): Promise<void>
}

export async function commandLine(): Promise<CommandLine> {
  const home = await mkdtemp('/tmp/throughline-home-')
  await chmod(home, 0o755)
  const started: ChildProcess[] = []
  const { DATABASE_URL: _, ...outer } = process.env
  const env = { ...outer, THROUGHLINE_HOME: home, PORT: '0', THROUGHLINE_DEMO: 'none' }

  const throughline: CommandLine['throughline'] = (args, more = {}) => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, '..', 'main.ts'), ...args], {
      env: { ...env, ...more },
    })
    started.push(child)
    const said = { text: '' }
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said.text += String(chunk)))
    return { child, said }
  }
  const end: CommandLine['end'] = async (child, signal = 'SIGTERM') => {
    child.kill(signal)
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    return child.exitCode
  }
  return {
    home,
    env,
    throughline,
    end,
    async run(args, more) {
      const { child, said } = throughline(args, more)
      await once(child, 'close')
      return { code: child.exitCode, said: said.text }
    },
    async address({ child, said }) {
      for (;;) {
        const url = /Throughline is at (\S+)/.exec(said.text)?.[1]
        if (url) return url
        if (child.exitCode !== null) throw new Error(said.text)
        await pause(50)
      }
    },
    serverPid: () => Number(readFileSync(path.join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]),
    async close() {
      for (const child of started) if (child.exitCode === null && child.signalCode === null) await end(child)
      await rm(home, { recursive: true, force: true })
    },
  }
}
