import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startThrowawayServer } from '@throughline/db/embedded'
import { afterEach, beforeEach, expect, test } from 'vitest'

let home: string
const started: ChildProcess[] = []

beforeEach(async () => {
  home = await mkdtemp('/tmp/throughline-home-')
  await chmod(home, 0o755)
})

afterEach(async () => {
  for (const child of started.splice(0)) if (child.exitCode === null && child.signalCode === null) await end(child)
  await rm(home, { recursive: true, force: true })
})

/** The command line in a process of its own, as a person's shell runs it. */
const throughline = (args: string[], env: Record<string, string> = {}) => {
  const { DATABASE_URL: _, ...outer } = process.env
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'main.ts'), ...args], {
    env: { ...outer, THROUGHLINE_HOME: home, PORT: '0', THROUGHLINE_DEMO: 'none', ...env },
  })
  started.push(child)
  const said = { text: '' }
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said.text += String(chunk)))
  return { child, said }
}

const end = async (child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM') => {
  child.kill(signal)
  if (child.exitCode === null) await once(child, 'exit')
  return child.exitCode
}

/** Waits until it says where it is. */
const address = async ({ child, said }: ReturnType<typeof throughline>): Promise<string> => {
  for (;;) {
    const url = /Throughline is at (\S+)/.exec(said.text)?.[1]
    if (url) return url
    if (child.exitCode !== null) throw new Error(said.text)
    await pause(50)
  }
}

const serverPid = () => Number(readFileSync(path.join(home, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

test('a start serves, a second says who holds the clone, and a stop leaves nothing running', async () => {
  const first = throughline(['start', 'api'])
  const url = await address(first)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  expect((await fetch(`${url}/trpc/session.whoAmI`)).status).toBe(401)
  const postgres = serverPid()

  const second = throughline(['start'], { PORT: new URL(url).port })
  await once(second.child, 'exit')
  expect(second.child.exitCode).toBe(1)
  expect(second.said.text.trim()).toMatch(
    /^Throughline already runs here: "throughline start api", process \d+, since \S+ \(.*\)\.$/,
  )

  const beside = throughline(['doctor'])
  await once(beside.child, 'exit')
  expect([beside.child.exitCode, beside.said.text]).toEqual([0, expect.stringContaining('which row security binds')])

  expect(await end(first.child)).toBe(0)
  expect(existsSync(`/proc/${postgres}`) && readFileSync(`/proc/${postgres}/cmdline`, 'utf8')).toBeFalsy()
  expect(existsSync(path.join(home, 'lock'))).toBe(false)
  await expect(fetch(url)).rejects.toThrow()
})

test('after a kill the next start takes the database over', async () => {
  const first = throughline(['start', 'api'])
  await address(first)
  const postgres = serverPid()
  await end(first.child, 'SIGKILL')
  const second = throughline(['start', 'api'])
  const url = await address(second)
  expect(second.said.text).toContain('was taken over')
  expect(serverPid()).toBe(postgres)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  expect(await end(second.child, 'SIGINT')).toBe(0)
})

test('a given server gets no demo, and its first owner a link; the password is said nowhere', async () => {
  // A server of its own: a start sets the roles' passwords, which the other tests' server must keep.
  const given = await startThrowawayServer()
  try {
    const house = throughline(['start', 'api'], { DATABASE_URL: given.url })
    const url = await address(house)
    for (let waited = 0; !house.said.text.includes('/first-owner/') && waited < 100; waited += 1) await pause(50)
    expect(house.said.text).toMatch(new RegExp(`${url}/first-owner/\\S+`))
    expect(house.said.text).not.toContain(new URL(given.url).password)
    expect(existsSync(path.join(home, 'demo.json'))).toBe(false)
    expect(existsSync(path.join(home, 'postgres'))).toBe(false)
    expect(await end(house.child)).toBe(0)
  } finally {
    await given.stop()
  }
})

test('a database that does not answer is one line without the password', async () => {
  const house = throughline(['start', 'api'], { DATABASE_URL: 'postgres://someone:hushhush@127.0.0.1:1/gone' })
  await once(house.child, 'exit')
  expect(house.child.exitCode).toBe(1)
  expect(house.said.text.trim()).toBe(
    'The database at 127.0.0.1:1/gone cannot be used: connect ECONNREFUSED 127.0.0.1:1',
  )
})
