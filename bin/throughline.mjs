#!/usr/bin/env node
// `throughline …` from any shell: starts the pinned Node of this clone on the command line's TypeScript. Plain JavaScript,
// because the Node that runs this file may be 20.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const pinned = path.join(root, 'node_modules', '.bin', 'node')
const ownIsEnough = Number(process.versions.node.split('.')[0]) >= 26
if (!existsSync(path.join(root, 'node_modules', '.modules.yaml')) || !(existsSync(pinned) || ownIsEnough)) {
  console.error(`Throughline is not installed in ${root} yet: run "npm start" or "node bin/bootstrap.mjs" there once.`)
  process.exit(1)
}
const child = spawn(
  existsSync(pinned) ? pinned : process.execPath,
  [path.join(root, 'apps', 'cli', 'src', 'main.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => {
  console.error(error.message)
  process.exit(1)
})
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)))
