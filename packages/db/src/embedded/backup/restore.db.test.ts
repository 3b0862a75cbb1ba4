import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../../connect.ts'
import { type PersistentServer, startPersistentServer } from '../persistent.ts'
import { isAlive, readPostmaster } from '../postmaster.ts'
import { restore } from './restore.ts'
import { takeBackup } from './take-backup.ts'

let stateDir: string
let server: PersistentServer | undefined
const now = () => new Date('2026-11-20T15:00:00Z')

beforeEach(async () => {
  stateDir = await mkdtemp('/tmp/throughline-home-')
  await chmod(stateDir, 0o755)
})

afterEach(async () => {
  await server?.stop()
  server = undefined
  await rm(stateDir, { recursive: true, force: true })
})

const inside = async <T>(url: string, fn: (sql: ReturnType<typeof connect>) => Promise<T>): Promise<T> => {
  const sql = connect(url, { max: 1, onnotice: () => {} })
  try {
    return await fn(sql)
  } finally {
    await sql.end()
  }
}

const cents = (url: string) =>
  inside(url, async (sql) => {
    const [row] = await sql<
      [{ cents: string; gifts: number }]
    >`select sum(minor)::text as cents, count(*)::int as gifts from gift`
    return row
  })

const give = (url: string, from: number, to: number) =>
  inside(url, async (sql) => {
    for (let n = from; n <= to; n += 1) await sql`insert into gift select ${n}, ${n} * 137 % 9973`
  })

/** A moment after all that was committed and before all that will be: a Date holds no microseconds. */
const serverTime = (url: string) =>
  inside(url, async (sql) => {
    const [row] = await sql<[{ at: Date }]>`
      select date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond' as at, pg_sleep(0.005)`
    return row.at
  })

/** The server in a process of its own, so that it and what it started can be killed as a power cut would. */
const startElsewhere = async () => {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '..', 'testing', 'hold.ts'), stateDir])
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer]
  return {
    url: chunk.toString('utf8').trim(),
    kill: async () => {
      const pid = readPostmaster(path.join(stateDir, 'postgres'))?.pid ?? 0
      process.kill(pid, 'SIGKILL')
      child.kill('SIGKILL')
      await once(child, 'exit')
      while (isAlive(pid)) await pause(20)
    },
  }
}

test('after a kill, any moment since the backup comes back to the cent, and the latest with all that was committed', async () => {
  const first = await startElsewhere()
  await inside(first.url, async (sql) => {
    await sql`create table gift (id int primary key, minor bigint not null)`
  })
  await give(first.url, 1, 200)
  const backup = await takeBackup({ url: first.url, stateDir, keep: 3 })
  await give(first.url, 201, 400)
  const moment = await serverTime(first.url)
  const then = await cents(first.url)
  await give(first.url, 401, 600)
  const last = await cents(first.url)
  await first.kill()

  // The newest log was never archived: it is taken from what the lost server left.
  const latest = await restore({ stateDir, now })
  expect(latest.from.name).toBe(backup.name)
  server = await startPersistentServer({ stateDir })
  expect(await cents(server.url)).toEqual(last)
  await server.stop()

  await restore({ stateDir, at: moment, now: () => new Date('2026-11-20T15:00:01Z') })
  server = await startPersistentServer({ stateDir })
  expect(then.gifts).toBe(400)
  expect(await cents(server.url)).toEqual(then)

  // It takes gifts again, and what it replaced is kept.
  await give(server.url, 1001, 1001)
  expect((await cents(server.url)).gifts).toBe(401)
  expect(readdirSync(stateDir).filter((name) => name.startsWith('postgres.before-'))).toHaveLength(2)
})

test('a moment after the last commit is the last state; one before the oldest backup is refused', async () => {
  server = await startPersistentServer({ stateDir })
  await inside(server.url, async (sql) => {
    await sql`create table gift (id int primary key, minor bigint not null)`
  })
  const tooEarly = await serverTime(server.url)
  await takeBackup({ url: server.url, stateDir, keep: 3 })
  await give(server.url, 1, 5)
  const later = new Date((await serverTime(server.url)).getTime() + 60_000)
  await server.stop()
  server = undefined
  await expect(restore({ stateDir, at: tooEarly, now })).rejects.toThrow(/^The oldest backup is of /)
  await restore({ stateDir, at: later, now })
  server = await startPersistentServer({ stateDir })
  expect((await cents(server.url)).gifts).toBe(5)
})

test('a running server is not restored over', async () => {
  server = await startPersistentServer({ stateDir })
  await expect(restore({ stateDir, now })).rejects.toThrow(/already runs here/)
})

test('old copies make room for new ones, and the log they alone needed goes with them', async () => {
  server = await startPersistentServer({ stateDir })
  await inside(server.url, async (sql) => {
    await sql`create table gift (id int primary key, minor bigint not null)`
  })
  const { url } = server
  const first = await takeBackup({ url, stateDir, keep: 2 })
  await give(url, 1, 3)
  const second = await takeBackup({ url, stateDir, keep: 2 })
  const third = await takeBackup({ url, stateDir, keep: 2 })
  const folder = path.dirname(first.dir)
  expect(readdirSync(folder).sort()).toEqual([second.name, third.name])
  const log = readdirSync(path.join(folder, '..', 'wal')).sort()
  expect(log.some((name) => name.startsWith(first.firstSegment))).toBe(false)
  expect(log.some((name) => name.startsWith(second.firstSegment))).toBe(true)
})
