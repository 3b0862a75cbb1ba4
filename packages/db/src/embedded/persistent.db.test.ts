import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../connect.ts'
import { holderOf } from './lock.ts'
import { type PersistentServer, startPersistentServer } from './persistent.ts'
import { isAlive, readPostmaster } from './postmaster.ts'

let dir: string
let stateDir: string
const running: PersistentServer[] = []

beforeEach(async () => {
  dir = await mkdtemp('/tmp/throughline-home-')
  await chmod(dir, 0o755)
  stateDir = path.join(dir, 'state')
})

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
  await rm(dir, { recursive: true, force: true })
})

const start = async (over: Partial<Parameters<typeof startPersistentServer>[0]> = {}) => {
  const server = await startPersistentServer({ stateDir, ...over })
  running.push(server)
  return server
}

const stop = async (server: PersistentServer) => {
  running.splice(running.indexOf(server), 1)
  await server.stop()
}

const ask = async (url: string, query: string): Promise<Record<string, unknown>[]> => {
  const sql = connect(url, { max: 1, onnotice: () => {} })
  try {
    return [...(await sql.unsafe(query))]
  } finally {
    await sql.end()
  }
}

/** Starts in another process and kills that process, which leaves its server behind. */
const startAndKill = async (): Promise<string> => {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'testing', 'hold.ts'), stateDir])
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer]
  child.kill('SIGKILL')
  await once(child, 'exit')
  return chunk.toString('utf8').trim()
}

const pidIn = (server: { dataDir: string }) => readPostmaster(server.dataDir)?.pid ?? 0

test('what was written is there at the next start, and a stop leaves nothing running', async () => {
  const first = await start()
  expect(first.made).toBe(true)
  await ask(first.url, 'create table kept as select 42 as answer')
  const pid = pidIn(first)
  const socketDir = readPostmaster(first.dataDir)?.socketDir ?? ''
  expect(isAlive(pid)).toBe(true)
  await stop(first)
  expect(isAlive(pid)).toBe(false)
  expect(existsSync(socketDir)).toBe(false)

  const second = await start()
  expect(second.made).toBe(false)
  expect(await ask(second.url, 'select answer from kept')).toEqual([{ answer: 42 }])
})

test('nothing that makes writes durable is turned off, and the server is reached by its socket alone', async () => {
  const { url } = await start()
  const [settings] = await ask(
    url,
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, current_setting('full_page_writes') as pages, current_setting('listen_addresses') as tcp`,
  )
  expect(settings).toEqual({ fsync: 'on', commit: 'on', pages: 'on', tcp: '' })
})

test('its secrets are for their owner only', async () => {
  await start()
  expect(statSync(path.join(stateDir, 'postgres.password')).mode & 0o777).toBe(0o600)
})

test('a server left by a kill is adopted with what was committed', async () => {
  const url = await startAndKill()
  await ask(url, 'create table kept as select 7 as answer')
  const pid = pidIn({ dataDir: path.join(stateDir, 'postgres') })
  const server = await start()
  expect(server.adopted).toBe(true)
  expect(pidIn(server)).toBe(pid)
  expect(await ask(server.url, 'select answer from kept')).toEqual([{ answer: 7 }])
})

test('a server left by a kill that does not answer us is stopped and started anew', async () => {
  const url = await startAndKill()
  await ask(url, 'create table kept as select 7 as answer')
  const dataDir = path.join(stateDir, 'postgres')
  const left = readPostmaster(dataDir)
  await rm(left?.socketDir ?? '', { recursive: true })
  const server = await start()
  expect(server.adopted).toBe(false)
  expect(isAlive(left?.pid ?? 0)).toBe(false)
  expect(await ask(server.url, 'select answer from kept')).toEqual([{ answer: 7 }])
})

test('a pid file whose number now belongs to another process does not stand in the way', async () => {
  const first = await start()
  await stop(first)
  await writeFile(
    path.join(first.dataDir, 'postmaster.pid'),
    `${process.pid}\n${first.dataDir}\n0\n5432\n/tmp/none\n\n\nready\n`,
  )
  expect((await start()).adopted).toBe(false)
})

test('a second start says who holds the clone', async () => {
  await start({ doing: 'throughline start' })
  await expect(startPersistentServer({ stateDir })).rejects.toThrow(
    `Throughline already runs here: "throughline start", process ${process.pid}`,
  )
  expect((await holderOf(stateDir))?.pid).toBe(process.pid)
})

test('data of another major version are refused in one line, and left alone', async () => {
  const first = await start()
  await stop(first)
  await writeFile(path.join(first.dataDir, 'PG_VERSION'), '15\n')
  await expect(startPersistentServer({ stateDir })).rejects.toThrow(
    /written by PostgreSQL 15, and this version brings 18/,
  )
  expect(existsSync(path.join(first.dataDir, 'base'))).toBe(true)
})

test('a full disk is refused in one line before anything is written', async () => {
  await expect(startPersistentServer({ stateDir, leastFreeBytes: Number.MAX_SAFE_INTEGER })).rejects.toThrow(
    /^The disk is full: .* MB left/,
  )
  expect(existsSync(path.join(stateDir, 'postgres'))).toBe(false)
})

test('a lost password is said in one line, and the server does not stay behind', async () => {
  const first = await start()
  await stop(first)
  await writeFile(path.join(stateDir, 'postgres.password'), 'another', { mode: 0o600 })
  await expect(startPersistentServer({ stateDir })).rejects.toThrow(/does not know the password/)
  expect(existsSync(path.join(first.dataDir, 'postmaster.pid'))).toBe(false)
})

test('a start cut short while the data were being made begins them again', async () => {
  await mkdir(path.join(stateDir, 'postgres.making'), { recursive: true })
  await writeFile(path.join(stateDir, 'postgres.making', 'PG_VERSION'), '18\n')
  expect((await start()).made).toBe(true)
})

test('a fresh start forgets the data', async () => {
  const first = await start()
  await ask(first.url, 'create table kept as select 42 as answer')
  await stop(first)
  const second = await start({ fresh: true })
  expect(second.made).toBe(true)
  expect(await ask(second.url, `select to_regclass('kept') as there`)).toEqual([{ there: null }])
})

test('in a clone under a home that only its owner enters, `where` names a place the server can reach', async () => {
  const home = path.join(dir, 'home')
  await mkdir(home, { mode: 0o700 })
  const shared = path.join(dir, 'shared')
  await mkdir(shared, { mode: 0o755 })
  const hidden = path.join(home, 'clone', '.throughline')
  const server = await start({ stateDir: hidden, sharedPlace: shared })
  const where = readFileSync(path.join(hidden, 'where'), 'utf8').trim()
  expect(server.place).toBe(where)
  expect(readdirSync(where)).toContain('postgres')
  // Only root hands the server to another account; an ordinary user's own server enters the home as its owner does.
  expect(where.startsWith(shared)).toBe(process.getuid?.() === 0)
  await ask(server.url, 'create table kept as select 42 as answer')
  await stop(server)
  const again = await start({ stateDir: hidden, sharedPlace: shared })
  expect(await ask(again.url, 'select answer from kept')).toEqual([{ answer: 42 }])
})
