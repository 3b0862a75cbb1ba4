// The front door for a machine that has only Node >= 20 and npm: brings the pinned package manager, installs what the
// lockfile says, then runs one script of package.json with both on the PATH. Plain JavaScript, no dependencies.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
const version = manifest.packageManager.split('@')[1]
const dir = path.join(root, '.tools', `pnpm-${version}`)
const bin = path.join(dir, 'node_modules', '.bin')
const env = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: '1',
  PATH: [bin, path.join(root, 'node_modules', '.bin'), process.env.PATH].join(path.delimiter),
}

if (Number(process.versions.node.split('.')[0]) < 20) {
  console.error(`Throughline needs Node 20 or newer to begin; this is ${process.versions.node}.`)
  process.exit(1)
}

let child
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    try {
      if (child) process.kill(-child.pid, signal)
    } catch {
      // already gone
    }
  })
}

/** Runs a command in a process group of its own, so that a signal reaches every descendant. */
const run = (command, args) =>
  new Promise((resolve) => {
    child = spawn(command, args, { cwd: root, stdio: 'inherit', env, detached: true })
    child.on('error', (error) => {
      console.error(error.message)
      process.exit(1)
    })
    child.on('exit', (code, signal) => {
      child = undefined
      if (code === 0) resolve()
      else process.exit(code ?? (signal ? 130 : 1))
    })
  })

if (!existsSync(path.join(bin, 'pnpm')))
  await run('npm', ['install', '--prefix', dir, '--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error', `pnpm@${version}`])
await run('pnpm', ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=silent'])
const [mode, ...rest] = process.argv.slice(2)
if (mode === 'run') await run('pnpm', ['--silent', 'run', ...rest])
