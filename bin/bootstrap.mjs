// The front door for a machine that has only Node >= 20 and npm: brings the pinned package manager, installs what the
// lockfile says, then runs one script of package.json with both on the PATH. Plain JavaScript, no dependencies.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const leave = (line) => {
  console.error(line)
  process.exit(1)
}
const major = Number(process.versions.node.split('.')[0])
if (major < 20) leave(`Throughline needs Node 20 or newer to begin; this is ${process.versions.node}.`)

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
const version = manifest.packageManager.split('@')[1]
const dir = path.join(root, '.tools', `pnpm-${version}`)
const bin = path.join(dir, 'node_modules', '.bin')
const rootBin = path.join(root, 'node_modules', '.bin')
const env = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  PATH: [bin, rootBin, process.env.PATH].join(path.delimiter),
}

let child
let stopping = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    stopping = true
    try {
      if (child) process.kill(-child.pid, signal)
    } catch {
      // already gone
    }
  })
}

/** Whether a living process is left in the group: a shell may end before what it started has stopped. */
const groupLives = (group) => {
  if (!existsSync('/proc/self/stat')) {
    try {
      return process.kill(-group, 0)
    } catch {
      return false
    }
  }
  return readdirSync('/proc').some((entry) => {
    if (!/^\d+$/.test(entry)) return false
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8')
      const [state, , pgrp] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return Number(pgrp) === group && state !== 'Z' && state !== 'X'
    } catch {
      return false
    }
  })
}

const groupEnds = async (group) => {
  for (let waited = 0; waited < 60_000 && groupLives(group); waited += 50) await new Promise((r) => setTimeout(r, 50))
}

/** Runs a command in a process group of its own, so that a signal reaches every descendant; waits until all have ended. */
const run = async (command, args, last = false) => {
  const code = await new Promise((resolve) => {
    child = spawn(command, args, { cwd: root, stdio: 'inherit', env, detached: true })
    child.on('error', (error) => leave(`${command}: ${error.message}`))
    child.on('exit', (status, signal) => resolve(status ?? (signal ? 130 : 1)))
  })
  await groupEnds(child.pid)
  child = undefined
  if (code !== 0 || (stopping && !last)) process.exit(code === 0 ? 130 : code)
}

const first = !existsSync(path.join(root, 'node_modules', '.modules.yaml'))
if (first) console.log('Installing packages (once, about half a minute) …')
if (!existsSync(path.join(bin, 'pnpm')))
  await run('npm', [
    'install',
    '--prefix',
    dir,
    '--no-save',
    '--no-package-lock',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    `pnpm@${version}`,
  ])
const reporter = first && process.stdout.isTTY ? 'default' : 'silent'
await run('pnpm', ['install', '--frozen-lockfile', '--prefer-offline', `--reporter=${reporter}`])

if (!existsSync(path.join(rootBin, 'node')) && major < 26)
  leave(
    `There is no packaged Node for ${process.platform} ${process.arch}: install Node 26 or newer; this is ${process.versions.node}.`,
  )

// `npx --no-install throughline …` looks here.
const command = path.join(rootBin, 'throughline')
if (!existsSync(command)) {
  rmSync(command, { force: true })
  symlinkSync(path.join('..', '..', manifest.bin.throughline), command)
}

const [mode, ...rest] = process.argv.slice(2)
if (mode === 'run') await run('pnpm', ['--silent', 'run', ...rest], true)
