import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { connect, withDatabase } from '@throughline/db'
import { startThrowawayServer } from '@throughline/db/embedded'
import { plantCast } from '@throughline/db/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { commandLine, type CommandLine } from './testing/command-line.ts'

let line: CommandLine
beforeEach(async () => {
  line = await commandLine()
})
afterEach(() => line.close())

test('a start serves, a second says who holds the clone, and a stop leaves nothing running', async () => {
  const first = line.throughline(['start', 'api'])
  const url = await line.address(first)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  expect((await fetch(`${url}/trpc/session.whoAmI`)).status).toBe(401)
  const postgres = line.serverPid()

  const second = line.throughline(['start'], { PORT: new URL(url).port })
  await once(second.child, 'exit')
  expect(second.child.exitCode).toBe(1)
  expect(second.said.text.trim()).toMatch(
    /^Throughline already runs here: "throughline start api", process \d+, since \S+ \(.*\)\.$/,
  )

  const beside = line.throughline(['doctor'])
  await once(beside.child, 'exit')
  expect([beside.child.exitCode, beside.said.text]).toEqual([0, expect.stringContaining('which row security binds')])

  expect(await line.end(first.child)).toBe(0)
  expect(existsSync(`/proc/${postgres}`) && readFileSync(`/proc/${postgres}/cmdline`, 'utf8')).toBeFalsy()
  expect(existsSync(path.join(line.home, 'lock'))).toBe(false)
  await expect(fetch(url)).rejects.toThrow()
})

test('after a kill the next start takes the database over', async () => {
  const first = line.throughline(['start', 'api'])
  await line.address(first)
  const postgres = line.serverPid()
  await line.end(first.child, 'SIGKILL')
  const second = line.throughline(['start', 'api'])
  const url = await line.address(second)
  expect(second.said.text).toContain('was taken over')
  expect(line.serverPid()).toBe(postgres)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  expect(await line.end(second.child, 'SIGINT')).toBe(0)
})

test('a given server gets no demo, and its first owner a link; the password is said nowhere', async () => {
  // A server of its own: a start sets the roles' passwords, which the other tests' server must keep.
  const given = await startThrowawayServer()
  try {
    const house = line.throughline(['start', 'api'], { DATABASE_URL: given.url })
    const url = await line.address(house)
    for (let waited = 0; !house.said.text.includes('/first-owner/') && waited < 100; waited += 1) await pause(50)
    expect(house.said.text).toMatch(new RegExp(`${url}/first-owner/\\S+`))
    expect(house.said.text).not.toContain(new URL(given.url).password)
    expect(existsSync(path.join(line.home, 'demo.json'))).toBe(false)
    expect(existsSync(path.join(line.home, 'postgres'))).toBe(false)
    expect(await line.end(house.child)).toBe(0)
  } finally {
    await given.stop()
  }
})

test('a database that does not answer is one line without the password', async () => {
  const house = line.throughline(['start', 'api'], { DATABASE_URL: 'postgres://someone:hushhush@127.0.0.1:1/gone' })
  await once(house.child, 'exit')
  expect(house.child.exitCode).toBe(1)
  expect(house.said.text.trim()).toBe(
    'The database at 127.0.0.1:1/gone cannot be used: connect ECONNREFUSED 127.0.0.1:1',
  )
})

test('a first start that fails ends, with one line, and leaves nothing running', async () => {
  const env = { THROUGHLINE_DEMO: 'small', THROUGHLINE_MASTER_KEY: 'hush' }
  const { code, said } = await line.run(['start'], env)
  expect(code).toBe(1)
  expect(said).toContain('THROUGHLINE_MASTER_KEY is not a master key (32 bytes in base64).')
  expect(existsSync(path.join(line.home, 'lock'))).toBe(false)
})

test('the app alone says what it needs', async () => {
  expect(await line.run(['start', 'web'])).toEqual({
    code: 1,
    said: '"throughline start web" needs API_URL: the address of a "throughline start api", as http://10.0.0.5:3000.\n',
  })
})

test('with another master key it starts and says so, in one line and in its health', async () => {
  const house = line.throughline(['start', 'api'])
  const url = await line.address(house)
  const adminUrl = readFileSync(path.join(line.home, 'database.url'), 'utf8').trim()
  const sql = connect(withDatabase(adminUrl, 'throughline'), { max: 1, onnotice: () => {} })
  await plantCast(sql)
  // The keys of every client, made by a first use.
  const doctor = await line.run(['doctor'])
  expect(doctor.said).toContain('ok   harbor-table: its keys open')
  expect((await fetch(`${url}/readyz`)).status).toBe(200)
  await sql.end()

  const other = { THROUGHLINE_MASTER_KEY: Buffer.alloc(32, 9).toString('base64') }
  const wrong = line.throughline(['start', 'worker'], other)
  const wrongUrl = await line.address(wrong)
  const health = await fetch(`${wrongUrl}/readyz`)
  expect([health.status, await health.json()]).toMatchObject([503, { detail: 'Not working: keys' }])
  while (!wrong.said.text.includes('opens nothing')) await pause(50)
  expect(wrong.said.text).toContain('The master key in THROUGHLINE_MASTER_KEY opens nothing that lies in this database')
  // A worker's port is for its own health alone.
  expect((await fetch(`${wrongUrl}/trpc/session.whoAmI`)).status).toBe(404)
  expect((await fetch(`${wrongUrl}/healthz`)).status).toBe(200)
})
