import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { demoFileVariable, type House } from './house.ts'

const root = path.resolve(import.meta.dirname, '..')
const patienceMs = 180_000

/**
 * Starts the product as a newcomer does, with a small world, in a state directory of its own. Whoever names the demo file of
 * a product that runs already has the stories told to that one.
 */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env[demoFileVariable]) return () => Promise.resolve()
  const home = await mkdtemp('/tmp/throughline-e2e-')
  await chmod(home, 0o755)
  const { DATABASE_URL: _, ...env } = process.env
  const product = spawn(process.execPath, [path.join(root, 'apps', 'cli', 'src', 'main.ts'), 'start'], {
    cwd: root,
    env: { ...env, THROUGHLINE_HOME: home, THROUGHLINE_DEMO: 'small', PORT: '0', HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [product.stdout, product.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))

  const stop = async () => {
    if (product.exitCode === null) {
      product.kill('SIGTERM')
      await once(product, 'exit')
    }
    await rm(home, { recursive: true, force: true })
  }

  const demoFile = path.join(home, 'demo.json')
  const until = Date.now() + patienceMs
  while (!(await isReady(demoFile))) {
    if (product.exitCode !== null || Date.now() > until) {
      await stop()
      throw new Error(`the product did not come up:\n${said}`)
    }
    await pause(200)
  }
  process.env[demoFileVariable] = demoFile
  return stop
}

const isReady = async (demoFile: string): Promise<boolean> => {
  if (!existsSync(demoFile)) return false
  try {
    const { baseUrl, complete } = JSON.parse(await readFile(demoFile, 'utf8')) as House
    return complete && (await fetch(`${baseUrl}/readyz`)).ok
  } catch {
    return false
  }
}
