import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { userActor } from './actor.ts'
import { cast, plantCast } from './testing/cast.ts'
import { planFaults, sentBy } from './testing/plans.ts'
import { testDatabase, type TestDatabase } from './testing/test-database.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await testDatabase()
  await plantCast(t.superuser)
})
afterAll(() => t.drop())

const now = () => new Date('2026-11-20T15:00:00Z')
const faultsOf = async (query: ReturnType<typeof sql>, tenants = [cast.harbor]) => {
  const statements = await sentBy(t, now, (door) =>
    door.withTenants(userActor(cast.olive), tenants, ({ db }) => db.execute(query)),
  )
  expect(statements).toHaveLength(1)
  return planFaults(t, statements)
}

describe('the plan of a query', () => {
  test('asks the policy once, as an index condition, for one client and for several', async () => {
    const days = sql`select day, sum(minor) from money_movement where day between ${'2026-01-01'} and ${'2026-02-01'} group by day`
    expect(await faultsOf(days)).toEqual([])
    expect(await faultsOf(days, [cast.harbor, cast.rivers])).toEqual([])
    expect(
      await faultsOf(
        sql`select * from fact where kind = ${'conversion'} and happened_at > now() order by happened_at desc limit 20`,
      ),
    ).toEqual([])
    expect(
      await faultsOf(
        sql`with f as (select * from fact where refers_to = any (${'{a,b}'}::text[])) select count(*) from f`,
      ),
    ).toEqual([])
  })

  test('that asks it row by row is named', async () => {
    await t.superuser.unsafe(`
      create table careless (id uuid primary key, tenant_id uuid not null);
      alter table careless enable row level security;
      create policy of_tenant on careless to throughline_app using (tenant_id = any (current_tenants()));
      grant select on careless to throughline_app`)
    try {
      expect(await faultsOf(sql`select * from careless`)).toEqual([
        'Seq Scan of careless filters by tenant in: select * from careless',
      ])
      expect(await faultsOf(sql`select count(*) from batch b join careless c on c.id = b.origin_id`)).toHaveLength(1)
    } finally {
      await t.superuser.unsafe('drop table careless')
    }
  })
})

test('every tenant table can be read by its tenant through an index', async () => {
  const tables = await t.superuser<{ name: string }[]>`
    select c.relname as name from pg_class c join pg_policy p on p.polrelid = c.oid and p.polname = 'of_tenant' order by 1`
  const statements = await sentBy(t, now, (door) =>
    door.withTenant(userActor(cast.olive), cast.harbor, async ({ db }) => {
      for (const { name } of tables) await db.execute(sql.raw(`select * from "${name}"`))
    }),
  )
  expect(statements.length).toBeGreaterThan(20)
  expect(statements).toHaveLength(tables.length)
  expect(await planFaults(t, statements)).toEqual([])
})
