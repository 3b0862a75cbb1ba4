import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TooMany } from '@throughline/canonical'
import { userActor, jobActor, type Actor } from './actor.ts'
import { openDatabase } from './database.ts'
import { createDoor } from './door.ts'
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

test('however many come at once over few connections, each sees the clients granted to them and no other', async () => {
  const sees: Record<string, string[]> = {
    [cast.olive]: [cast.harbor, cast.rivers],
    [cast.adam]: [cast.harbor, cast.rivers],
    [cast.sam]: [cast.harbor],
    [cast.ana]: [cast.rivers],
    [cast.carla]: [cast.harbor],
    [cast.vera]: [cast.harbor],
    [cast.otto]: [cast.prairie],
    [cast.rex]: [],
  }
  const visit = fc.record({
    user: fc.constantFrom(...Object.keys(sees)),
    tenant: fc.constantFrom(cast.harbor, cast.rivers, cast.prairie),
  })
  const few = await openDatabase(t.logins, { connections: 3 })
  const door = createDoor(few, () => new Date('2026-11-20T15:00:00Z'))
  await fc.assert(
    fc.asyncProperty(fc.array(visit, { minLength: 10, maxLength: 30 }), async (visits) => {
      const seen = await Promise.all(
        visits.map(({ user, tenant }) =>
          door
            .withTenant(userActor(user), tenant, async ({ db }) =>
              [...(await db.execute<{ id: string }>(sql`select tenant_id as id from tenant`))].map((row) => row.id),
            )
            .catch(() => 'refused' as const),
        ),
      )
      expect(seen).toEqual(visits.map(({ user, tenant }) => (sees[user]?.includes(tenant) ? [tenant] : 'refused')))
    }),
    { numRuns: 15 },
  )
  await few.close()
})

test('an analyst writes only where that is said, and a viewer not even there', async () => {
  const touch = (user: string, tenant: string, options?: { analystsWrite: boolean }) =>
    t.door.withTenant(
      userActor(user),
      tenant,
      ({ db, tenantId }) =>
        db.execute(
          sql`insert into alert_setting (tenant_id, changed_at) values (${tenantId}, now()) on conflict do nothing`,
        ),
      options,
    )
  const refusal = { cause: { code: '25006' } }
  await expect(touch(cast.ana, cast.rivers)).rejects.toMatchObject(refusal)
  await expect(touch(cast.vera, cast.harbor, { analystsWrite: true })).rejects.toMatchObject(refusal)
  await touch(cast.ana, cast.rivers, { analystsWrite: true })
  await touch(cast.sam, cast.harbor)
  expect(await t.superuser`select 1 from alert_setting`).toHaveLength(2)
})

test('a grant taken away shuts the door at the next step, and one given opens it', async () => {
  await t.superuser`delete from tenant_grant where user_id = ${cast.sam}`
  await expect(names(cast.sam, cast.harbor)).rejects.toThrow('No such client')
  await t.superuser`insert into tenant_grant (tenant_id, user_id, role, name, email, granted_by, created_at)
    values (${cast.rivers}, ${cast.sam}, 'strategist', 'Sam', 'sam@example.org', 'test', now())`
  expect(await names(cast.sam, cast.rivers)).toEqual(['Clean Rivers Fund'])
})

test('an archived client is nobody’s to enter', async () => {
  expect(await names(cast.olive, cast.rivers)).toEqual(['Clean Rivers Fund'])
  await t.superuser`update tenant set archived_at = now() where tenant_id = ${cast.rivers}`
  await expect(names(cast.olive, cast.rivers)).rejects.toThrow('No such client')
  await t.superuser`update tenant set archived_at = null where tenant_id = ${cast.rivers}`
})

describe('a statement behind the door', () => {
  const slow = sql`select pg_sleep(30)`
  const hasty = () => createDoor(t.database, () => new Date('2026-11-20T15:00:00Z'), { askedMs: 100, workMs: 200 })

  test('that takes too long ends in words for whoever waits, and as it is for work', async () => {
    const door = hasty()
    const asked = door.withTenant(userActor(cast.olive), cast.harbor, ({ db }) => db.execute(slow))
    await expect(asked).rejects.toThrow(TooMany)
    await expect(asked).rejects.toMatchObject({ retryAt: new Date('2026-11-20T15:01:00Z') })
    const several = door.withTenants(userActor(cast.olive), [cast.harbor], ({ db }) => db.execute(slow))
    await expect(several).rejects.toThrow('takes too long')
    const agency = door.withAgency(userActor(cast.olive), cast.north, ({ db }) => db.execute(slow))
    await expect(agency).rejects.toThrow('takes too long')
    const work = door.withTenant(jobActor(cast.harbor, 'test'), cast.harbor, ({ db }) => db.execute(slow))
    await expect(work).rejects.toMatchObject({ cause: { code: '57014' } })
    // What waits for the next on the same connections has its own limit.
    expect(await names(cast.olive, cast.harbor)).toEqual(['Harbor Table Food Bank'])
  })

  test('has seconds where somebody waits, and minutes where nobody does', async () => {
    const limitOf = (actor: Actor) =>
      t.door.withTenant(actor, cast.harbor, async ({ db }) => [...(await db.execute(sql`show statement_timeout`))])
    expect(await limitOf(userActor(cast.olive))).toEqual([{ statement_timeout: '15s' }])
    expect(await limitOf(jobActor(cast.harbor, 'test'))).toEqual([{ statement_timeout: '5min' }])
  })
})
