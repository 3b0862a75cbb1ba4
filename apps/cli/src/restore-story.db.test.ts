import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { ObservedRow } from '@throughline/connector-kit'
import { writeBatch } from '@throughline/core/ledger'
import { authenticateJob, connect, withDatabase } from '@throughline/db'
import { cast, plantCast } from '@throughline/db/testing'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Context } from './command.ts'
import type { Core } from './compose/core.ts'
import type { Installation } from './installation.ts'
import { commandLine, type CommandLine } from './testing/command-line.ts'
import { withCore } from './with-core.ts'

let line: CommandLine
beforeEach(async () => {
  line = await commandLine()
})
afterEach(() => line.close())

/** The product's own services beside whatever runs, or over the database at rest. */
const inside = <T>(fn: (core: Core, installation: Installation) => Promise<T>): Promise<T> => {
  const bar = { show: () => {}, done: () => {}, clear: () => {} }
  const context: Context = { env: line.env, now: () => new Date(), say: () => {}, bar }
  return withCore(context, 'a test', fn)
}

type Sql = ReturnType<typeof connect>
const asAdmin = <T>({ adminUrl }: Installation, fn: (sql: Sql) => Promise<T>): Promise<T> => {
  const sql = connect(withDatabase(adminUrl ?? '', 'throughline'), { max: 1, onnotice: () => {} })
  return fn(sql).finally(() => sql.end())
}

/** Gifts of a hundred people over two months, every seventh of them given back, as a connector maps them. */
function rowsOf(from: number, to: number): ObservedRow[] {
  return Array.from({ length: to - from }, (_, i) => {
    const n = from + i
    const key = String(n)
    const person = { email: `donor${n % 100}@example.org`, anonymousKey: key }
    const happenedAt = new Date(Date.UTC(2026, 8, 1) + n * 4_217_000).toISOString()
    const amount = { minor: 100 + ((n * 137) % 9_973), currency: 'USD' }
    const gift = { kind: 'conversion' as const, key, type: 'donation' as const, happenedAt, person, amount }
    const records: ObservedRow['records'] = [{ ...gift, status: 'approved' }]
    if (n % 7 === 0)
      records.push({
        kind: 'refund',
        key,
        type: 'refund',
        of: key,
        happenedAt: '2026-11-10T18:00:00.000Z',
        person,
        amount,
      })
    return { source: 'acme', stream: 'gifts', key, rank: 10, raw: { key }, records, person }
  })
}

const connectionId = '00000000-0000-4000-8000-0000000000c1'
async function give({ door, secrets }: Core, tenantId: string, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += 50)
    await door.withTenant(authenticateJob(tenantId, 'test'), tenantId, async (it) => {
      const keyring = await secrets.forTenant(it, new Date())
      const rows = rowsOf(at, Math.min(to, at + 50))
      await writeBatch(it, { rows, connectionId, origin: 'read', now: new Date(), keyring })
    })
}

/** Every client's money by day and kind, in cents, and how many facts and batches say so. */
const books = (sql: Sql) =>
  Promise.all([
    sql`select tenant_id, day::text as day, kind, currency, sum(minor)::text as minor, sum(n)::int as n
      from money_movement group by 1, 2, 3, 4 order by 1, 2, 3, 4`,
    sql`select tenant_id, count(*)::int as batches, sum(facts)::int as facts from batch group by 1 order by 1`,
  ])
const booksNow = () => inside((_, installation) => asAdmin(installation, books))

/** A moment after all that was committed and before all that will be. */
async function moment(sql: Sql): Promise<string> {
  const [row] = await sql<[{ at: Date }]>`
    select date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond' as at, pg_sleep(0.005)`
  return row.at.toISOString()
}

const agrees = async () => {
  const { code, said } = await line.run(['rebuild', '--check'])
  expect(said).toMatch(/^harbor-table: agrees .*\n/m)
  expect(said).toMatch(/^prairie-voters: agrees .*\n/m)
  expect(code).toBe(0)
}

test('after a kill, every client’s days come back to the cent: the latest, and any moment since the backup; the facts agree', async () => {
  const house = line.throughline(['start', 'api'])
  await line.address(house)
  const { then, at, last } = await inside((core, installation) =>
    asAdmin(installation, async (sql) => {
      await plantCast(sql)
      await give(core, cast.harbor, 0, 200)
      await give(core, cast.prairie, 0, 60)
      expect((await line.run(['backup'])).code).toBe(0)
      await give(core, cast.harbor, 200, 350)
      await give(core, cast.prairie, 60, 90)
      const [then, at] = [await books(sql), await moment(sql)]
      await give(core, cast.prairie, 90, 200)
      await give(core, cast.harbor, 340, 420)
      return { then, at, last: await books(sql) }
    }),
  )
  expect(last).not.toEqual(then)

  const postgres = line.serverPid()
  process.kill(postgres, 'SIGKILL')
  house.child.kill('SIGKILL')
  await once(house.child, 'exit')
  for (let alive = true; alive;) {
    await pause(20)
    try {
      process.kill(postgres, 0)
    } catch {
      alive = false
    }
  }

  expect((await line.run(['restore'])).said).toContain('Restored from the backup')
  expect(await booksNow()).toEqual(last)
  await agrees()

  expect((await line.run(['restore', '--at', at])).code).toBe(0)
  expect(await booksNow()).toEqual(then)
  await agrees()

  // What a client takes away says the same.
  const folder = path.join(line.home, 'out')
  const exported = await line.run(['export', 'harbor-table', '--to', folder])
  expect([exported.code, exported.said]).toEqual([0, expect.stringContaining('movements.ndjson')])
  const movements = readFileSync(path.join(folder, 'movements.ndjson'), 'utf8')
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text) as { minor: number })
  const theirs = then[0].filter((row) => row['tenant_id'] === cast.harbor)
  const sum = (rows: readonly { minor?: unknown }[]) => rows.reduce((total, { minor }) => total + Number(minor), 0)
  expect(sum(movements)).toBe(sum(theirs))

  // The check that agreed would have said so: one cent in one row, and it is named.
  await inside((_, installation) =>
    asAdmin(
      installation,
      (sql) => sql`update money_movement set minor = minor + 1 where ctid = (select ctid from money_movement limit 1)`,
    ),
  )
  const altered = await line.run(['rebuild', '--check'])
  expect([altered.code, altered.said.match(/"store":"money_movement"/g)?.length]).toEqual([1, 1])
}, 400_000)
