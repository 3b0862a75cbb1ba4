import { spawn } from 'node:child_process'
import { progressBar } from '../apps/cli/src/progress.ts'

/** Builds what has a build (the app), showing how long it takes and the output only if it fails. Unchanged: nothing to do. */
const bar = progressBar(process.stdout)
const child = spawn('turbo', ['run', 'build', '--output-logs=new-only', '--log-order=grouped'], {
  stdio: ['ignore', 'pipe', 'pipe'],
})
let output = ''
for (const stream of [child.stdout, child.stderr])
  stream.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')))

const usualSeconds = 15
const began = performance.now()
const tick = setInterval(() => {
  const seconds = (performance.now() - began) / 1000
  if (seconds > 1) bar.show('Building the app', Math.min(0.95, 1 - Math.exp(-seconds / usualSeconds)))
}, 200)

child.on('error', (error) => (output += error.message))
child.on('close', (code) => {
  clearInterval(tick)
  if (code === 0) bar.done('Built the app')
  else {
    bar.clear()
    console.error(output)
    console.error('The app could not be built; the reason stands above.')
  }
  process.exit(code ?? 1)
})
