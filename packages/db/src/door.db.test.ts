import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { userActor, jobActor } from './actor.ts'
import { cast, plantCast } from './testing/cast.ts'
import { testDatabase, type TestDatabase } from './testing/test-database.ts'

let t: TestDatabase
beforeAll(async () => {
  t = await testDatabase()
  await plantCast(t.superuser)
})
afterAll(() => t.drop())

const names = async (user: string, tenant: string) =>
  t.door.withTenant(userActor(user), tenant, async ({ db }) =>
    [...(await db.execute<{ name: string }>(sql`select name from tenant`))].map((row) => row.name),
  )

test('a strategist sees the client granted to them, and not the one that was not', async () => {
  expect(await names(cast.sam, cast.harbor)).toEqual(['Harbor Table Food Bank'])
  await expect(names(cast.sam, cast.rivers)).rejects.toThrow('No such client')
  expect(await names(cast.ana, cast.rivers)).toEqual(['Clean Rivers Fund'])
})

test('an owner sees every client of the agency, and none of another', async () => {
  expect(await names(cast.olive, cast.rivers)).toEqual(['Clean Rivers Fund'])
  await expect(names(cast.olive, cast.prairie)).rejects.toThrow('No such client')
  expect(await names(cast.otto, cast.prairie)).toEqual(['Prairie Voters League'])
})

test('a refused access is a row in the actor’s own agency’s chain', async () => {
  await expect(names(cast.adam, cast.prairie)).rejects.toThrow()
  const rows =
    await t.superuser`select agency_id, actor, action, subject from agency_audit where actor = ${`user:${cast.adam}`}`
  expect(rows).toMatchObject([{ agency_id: cast.north, action: 'access.refused', subject: cast.prairie }])
})

test('a removed person sees nothing', async () => {
  await expect(names(cast.rex, cast.harbor)).rejects.toThrow('No such client')
})

test('without a tenant set every tenant table refuses to answer', async () => {
  await expect(t.database.begin([], (db) => db.execute(sql`select * from tenant`))).rejects.toMatchObject({
    cause: { message: 'no tenant set' },
  })
})

test('rows of another tenant cannot be written from inside', async () => {
  const write = (tenant: string) =>
    t.door.withTenant(jobActor(cast.harbor, 'test'), cast.harbor, ({ db }) =>
      db.execute(sql`insert into contact (tenant_id, contact_no, batch) values (${tenant}, 1, 1)`),
    )
  await expect(write(cast.rivers)).rejects.toMatchObject({ cause: { code: '42501' } })
  await write(cast.harbor)
})

test('a portfolio reads several clients at once and cannot write', async () => {
  const seen = await t.door.withTenants(
    userActor(cast.olive),
    [cast.harbor, cast.rivers],
    async ({ db }) => [...(await db.execute(sql`select 1 from tenant`))].length,
  )
  expect(seen).toBe(2)
  await expect(
    t.door.withTenants(userActor(cast.olive), [cast.harbor], ({ db }) => db.execute(sql`update tenant set name = 'x'`)),
  ).rejects.toThrow()
  await expect(t.door.withTenants(userActor(cast.olive), [cast.harbor, cast.prairie], async () => 1)).rejects.toThrow(
    'No such client',
  )
})
