import { expect, test } from '@playwright/test'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { clientAt, clientsOf, demoFileVariable, type House } from './house.ts'
import { figure } from './figures.ts'
import { open, settled, signIn } from './pages.ts'
import { giveNow } from './webhook.ts'

/** The product in three processes that know each other by address alone: the API, the app, the worker. */
const main = path.resolve(import.meta.dirname, '..', 'apps', 'cli', 'src', 'main.ts')
const shared = process.env[demoFileVariable]
const running: ChildProcess[] = []
let home: string

const start = (part: string[], env: Record<string, string> = {}): ChildProcess => {
  const { DATABASE_URL: _, ...outer } = process.env
  const child = spawn(process.execPath, [main, 'start', ...part], {
    env: { ...outer, THROUGHLINE_HOME: home, THROUGHLINE_DEMO: 'small', HOST: '127.0.0.1', ...env },
    stdio: 'ignore',
  })
  running.push(child)
  return child
}
const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}
const freePort = async (): Promise<string> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return String(port)
}
const until = async (is: () => boolean | Promise<boolean>): Promise<void> => {
  for (let waited = 0; waited < 180_000; waited += 200) {
    if (await is()) return
    await pause(200)
  }
  throw new Error('it did not come up')
}
const answers = (url: string) =>
  fetch(`${url}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  )
const demoFile = () => path.join(home, 'demo.json')

test.beforeAll(async () => {
  test.setTimeout(400_000)
  home = await mkdtemp('/tmp/throughline-apart-')
  await chmod(home, 0o755)
  const whole = start([], { PORT: '0' })
  await until(() => existsSync(demoFile()) && (JSON.parse(readFileSync(demoFile(), 'utf8')) as House).complete)
  await end(whole)

  const [api, web, worker] = [await freePort(), await freePort(), await freePort()]
  const [apiUrl, PUBLIC_URL] = [`http://127.0.0.1:${api}`, `http://127.0.0.1:${web}`]
  start(['api'], { PORT: api, PUBLIC_URL, TRUST_PROXY: '1' })
  await until(() => answers(apiUrl))
  start(['worker'], { PORT: worker, PUBLIC_URL })
  start(['web'], { PORT: web, PUBLIC_URL, API_URL: apiUrl })
  await until(() => answers(`http://127.0.0.1:${worker}`))
  await until(() => answers(PUBLIC_URL))
  await until(() => (JSON.parse(readFileSync(demoFile(), 'utf8')) as House).baseUrl === PUBLIC_URL)
  process.env[demoFileVariable] = demoFile()
})

test.afterAll(async () => {
  for (const child of running.reverse()) await end(child)
  if (shared === undefined) delete process.env[demoFileVariable]
  else process.env[demoFileVariable] = shared
  await rm(home, { recursive: true, force: true })
})

test('sign-in, the overview and its live stream work with the API, the app and the worker apart', async ({
  page,
  request,
}) => {
  const client = clientAt(clientsOf('viewer').theirs[0]?.slug)
  await signIn(page, 'viewer')
  await open(page, `/t/${client.slug}/overview`)
  await settled(page)
  const before = await figure(page, 'Gifts')

  // Posted to the app's address, kept by the API, counted by the worker, told to the page by the API.
  await giveNow(request, client, '137.42')

  await expect.poll(() => figure(page, 'Gifts')).toBe(before + 1)
  await expect(page.getByRole('table', { name: 'Latest gifts' })).toContainText('$137.42')
})
