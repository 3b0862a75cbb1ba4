import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyActor, userActor, type Actor } from './actor.ts'
import { authenticateHook, authenticateInvitee, authenticateKey, authenticateSession } from './authenticate.ts'
import { readCatalogue, type CatalogueTable } from './catalogue.ts'
import type { Transaction } from './database.ts'
import { about } from './schema/about.ts'
import { cast, plantCast } from './testing/cast.ts'
import { plantRow } from './testing/plant-row.ts'
import { testDatabase, type TestDatabase } from './testing/test-database.ts'

/**
 * Every table as seven people. The owner of agency north sees the row that was planted for Harbor Table and could change it; then
 * the other six try to read it, change it, delete it and plant beside it, and at the end every table is as it was.
 */
let t: TestDatabase
let tables: ReadonlyMap<string, CatalogueTable>
const ofScope = (scope: 'tenant' | 'agency') => Object.keys(about).filter((name) => about[name]?.scope === scope)

/** Keys that programs call with: whose client, who made them, what they may do, and whether they were revoked. */
const keys = {
  ofPrairie: { id: crypto.randomUUID(), tenant: cast.prairie, by: cast.otto, scopes: ['ingest', 'keys:admin'] },
  revoked: { id: crypto.randomUUID(), tenant: cast.harbor, by: cast.olive, scopes: ['keys:admin'], revoked: true },
  makerGone: { id: crypto.randomUUID(), tenant: cast.harbor, by: cast.rex, scopes: ['keys:admin'] },
  reading: { id: crypto.randomUUID(), tenant: cast.harbor, by: cast.carla, scopes: ['keys:read'] },
}
const keyOf = (name: keyof typeof keys) => keyActor(keys[name].tenant, keys[name].id)

/** Rows that a table of an agency is planted with: whose they are. */
const setOfAgency: Readonly<Record<string, Record<string, string>>> = {
  session: { user_id: cast.olive },
  password_reset: { user_id: cast.olive },
  recovery_code: { user_id: cast.olive },
  invitation: { agency_id: cast.north, invited_by: cast.olive },
  agency_audit: { agency_id: cast.north },
  agency_alert_channel: { agency_id: cast.north },
}

beforeAll(async () => {
  t = await testDatabase()
  await plantCast(t.superuser)
  tables = new Map((await readCatalogue(t.superuser)).map((table) => [table.name, table]))
  await t.superuser`select ensure_partitions('2026-01-01', '2026-01-31')`
  for (const name of ofScope('tenant'))
    if (!['tenant', 'tenant_grant'].includes(name)) await plantRow(t.superuser, of(name), { tenant_id: cast.harbor })
  for (const { id, tenant, by, scopes, ...key } of Object.values(keys))
    await t.superuser`insert into api_key (tenant_id, key_id, key_hash, last_four, kind, name, scopes, origins, created_by, created_at, revoked_at)
      values (${tenant}, ${id}, ${id}, 'four', 'server', 'planted', ${scopes}, '{}', ${by}, '2026-01-01', ${'revoked' in key ? '2026-01-02' : null})`
  for (const [name, set] of Object.entries(setOfAgency)) await plantRow(t.superuser, of(name), set)
})
afterAll(() => t.drop())

const of = (name: string) => {
  const table = tables.get(name)
  if (!table) throw new Error(`no table ${name}`)
  return table
}
const column = (name: string) => (of(name).columns.some((each) => each.name === 'tenant_id') ? 'tenant_id' : own(name))
/** The column that says whose a row above tenants is. */
const own = (name: string) => (of(name).columns.some((each) => each.name === 'agency_id') ? 'agency_id' : 'user_id')

/** All of a table, as the superuser sees it, but for what the door itself writes of a refusal: the same before and after. */
const wholeOf = async (name: string) => {
  const but = name === 'agency_audit' ? `where action <> 'access.refused'` : ''
  const whole = `select coalesce(md5(string_agg(r::text, ',' order by r::text)), '') as sum, count(*)::int as n from "${name}" r ${but}`
  return (await t.superuser.unsafe<{ sum: string; n: number }[]>(whole))[0]
}

type Entered = (fn: (db: Transaction) => Promise<unknown>) => Promise<unknown>
const attempts = (name: string, whose: string): Record<string, string> => ({
  read: `select 1 from "${name}" where ${column(name)} = '${whose}'`,
  change: `update "${name}" set ${column(name)} = ${column(name)} where ${column(name)} = '${whose}' returning 1`,
  'change all': `update "${name}" set ${column(name)} = ${column(name)} where ${column(name)} = any (array['${whose}'::uuid]) returning 1`,
  delete: `delete from "${name}" where ${column(name)} = '${whose}' returning 1`,
})

/** What came of an attempt: how many rows it touched, or that it was refused and how. */
async function outcome(enter: Entered, statement: string): Promise<number | string> {
  try {
    let touched = 0
    await enter(async (db) => {
      touched = [...(await db.execute(sql.raw(statement)))].length
    })
    return touched
  } catch (error) {
    const { message, cause } = error as Error
    return cause instanceof Error ? cause.message : message
  }
}

/** An attempt at a row of somebody else's: nothing touched, or one of the refusals that say no more than that. */
const nothing = (result: number | string) =>
  result === 0 ||
  /permission denied for table|violates row-level security|No such client|No such agency|no tenant set|read-only transaction/.test(
    String(result),
  )

async function triesEverything(name: string, whose: string, enter: Entered): Promise<void> {
  const before = await wholeOf(name)
  for (const [what, statement] of Object.entries(attempts(name, whose))) {
    const result = await outcome(enter, statement)
    expect({ what, result, nothing: nothing(result) }).toEqual({ what, result, nothing: true })
  }
  const planted = await outcome(enter, plantBeside(name, whose))
  expect(planted).toMatch(
    /permission denied for table|violates row-level security|No such client|No such agency|no tenant set|read-only transaction/,
  )
  expect(await wholeOf(name)).toEqual(before)
}

/** A row of the attacker's making in somebody else's name. Row security is asked before constraints are. */
function plantBeside(name: string, whose: string): string {
  const columns = of(name).columns.filter((each) => each.notNull && !each.hasDefault)
  const values = columns.map((each) => {
    if (each.name === column(name)) return `'${whose}'::uuid`
    if (each.type === 'uuid') return 'gen_random_uuid()'
    if (each.type === 'text') return `'intruder'`
    if (each.type === 'jsonb') return `'{}'`
    if (each.type === 'bytea') return `'\\x00'`
    if (each.type === 'date') return `'2026-01-02'`
    if (each.type.startsWith('timestamp')) return `'2026-01-02T00:00:00Z'`
    if (each.type === 'boolean') return 'true'
    if (each.type.endsWith('[]')) return `'{}'`
    return '31000'
  })
  return `insert into "${name}" (${columns.map((each) => `"${each.name}"`).join(', ')}) values (${values.join(', ')})`
}

const inTenant =
  (actor: Actor, tenantId: string): Entered =>
  (fn) =>
    t.door.withTenant(actor, tenantId, ({ db }) => fn(db))
const undone = new Error('undone')
/** Does it and takes it back. */
const trying =
  (enter: Entered): Entered =>
  async (fn) => {
    await enter(async (db) => {
      await fn(db)
      throw undone
    }).catch((error: unknown) => {
      if (error !== undone) throw error
    })
  }

describe.each(ofScope('tenant'))('table %s', (name) => {
  const writes = about[name]?.writes

  test('the owner sees Harbor Table’s row and may do what the table allows', async () => {
    const enter = inTenant(userActor(cast.olive), cast.harbor)
    const { read = '', change = '', delete: remove = '' } = attempts(name, cast.harbor)
    expect(await outcome(enter, read)).toBeGreaterThan(0)
    if (writes === 'append') expect(await outcome(enter, change)).toBe(`permission denied for table ${name}`)
    else expect(await outcome(trying(enter), change)).toBeGreaterThan(0)
    if (writes === 'free') expect(await outcome(trying(enter), remove)).toBeGreaterThan(0)
    else expect(await outcome(enter, remove)).toBe(`permission denied for table ${name}`)
  })

  test('a colleague granted another client: nothing', async () => {
    await triesEverything(name, cast.harbor, inTenant(userActor(cast.ana), cast.harbor))
    await triesEverything(name, cast.harbor, inTenant(userActor(cast.ana), cast.rivers))
  })

  test('another agency’s owner: nothing', async () => {
    await triesEverything(name, cast.harbor, inTenant(userActor(cast.otto), cast.harbor))
    await triesEverything(name, cast.harbor, inTenant(userActor(cast.otto), cast.prairie))
  })

  test('the owner, from inside another of their clients, and from inside both at once: nothing is mixed', async () => {
    await triesEverything(name, cast.harbor, inTenant(userActor(cast.olive), cast.rivers))
    const both: Entered = (fn) =>
      t.door.withTenants(userActor(cast.olive), [cast.harbor, cast.rivers], ({ db }) => fn(db))
    const before = await wholeOf(name)
    for (const [what, statement] of Object.entries(attempts(name, cast.harbor)))
      if (what !== 'read') expect(nothing(await outcome(both, statement))).toBe(true)
    expect(nothing(await outcome(both, plantBeside(name, cast.harbor)))).toBe(true)
    expect(await wholeOf(name)).toEqual(before)
  })

  test('a removed person: nothing', async () => {
    await triesEverything(name, cast.harbor, inTenant(userActor(cast.rex), cast.harbor))
  })

  test('a viewer: nothing of other clients, and in their own nothing is changed', async () => {
    await triesEverything(name, cast.harbor, inTenant(userActor(cast.vera), cast.rivers))
    const enter = inTenant(userActor(cast.vera), cast.harbor)
    const before = await wholeOf(name)
    for (const [what, statement] of Object.entries(attempts(name, cast.harbor)))
      if (what !== 'read') expect(await outcome(enter, statement)).toMatch(/permission denied|read-only transaction/)
    expect(await outcome(enter, plantBeside(name, cast.harbor))).toMatch(/permission denied|read-only transaction/)
    expect(await wholeOf(name)).toEqual(before)
  })

  test('a key of another client, one that was revoked, and one whose maker left: nothing', async () => {
    await triesEverything(name, cast.harbor, inTenant(keyOf('ofPrairie'), cast.harbor))
    await triesEverything(name, cast.harbor, inTenant(keyOf('ofPrairie'), cast.prairie))
    await triesEverything(name, cast.harbor, inTenant(keyOf('revoked'), cast.harbor))
    await triesEverything(name, cast.harbor, inTenant(keyOf('makerGone'), cast.harbor))
  })

  test('a key of this client that only reads: nothing of other clients, and here nothing is changed', async () => {
    await triesEverything(name, cast.harbor, inTenant(keyOf('reading'), cast.rivers))
    const enter = inTenant(keyOf('reading'), cast.harbor)
    expect(await outcome(enter, attempts(name, cast.harbor).read ?? '')).toBeGreaterThan(0)
    const before = await wholeOf(name)
    for (const [what, statement] of Object.entries(attempts(name, cast.harbor)))
      if (what !== 'read') expect(await outcome(enter, statement)).toMatch(/permission denied|read-only transaction/)
    expect(await outcome(enter, plantBeside(name, cast.harbor))).toMatch(/permission denied|read-only transaction/)
    expect(await wholeOf(name)).toEqual(before)
  })

  test('nobody, with no client entered: not even an answer', async () => {
    const enter: Entered = (fn) => t.database.begin([], fn)
    await triesEverything(name, cast.harbor, enter)
    expect(await outcome(enter, `select 1 from "${name}"`)).toBe('no tenant set')
  })
})

describe.each(ofScope('agency'))('table %s, above tenants', (name) => {
  const whose = () => (own(name) === 'agency_id' ? cast.north : cast.olive)
  const inAgency =
    (actor: Actor, agencyId: string): Entered =>
    (fn) =>
      t.door.withAgency(actor, agencyId, ({ db }) => fn(db))
  const asSelf =
    (userId: string): Entered =>
    (fn) =>
      t.door.asThemselves(userId, ({ db }) => fn(db))

  test('the owner sees the row that is theirs', async () => {
    const enter = own(name) === 'agency_id' ? inAgency(userActor(cast.olive), cast.north) : asSelf(cast.olive)
    expect(await outcome(enter, attempts(name, whose()).read ?? '')).toBeGreaterThan(0)
    expect(await outcome(trying(enter), attempts(name, whose()).change ?? '')).toEqual(
      about[name]?.writes === 'append' ? `permission denied for table ${name}` : expect.any(Number),
    )
  })

  test('another agency’s owner, a removed person, a client’s people and nobody: nothing', async () => {
    await triesEverything(name, whose(), inAgency(userActor(cast.otto), cast.south))
    await triesEverything(name, whose(), inAgency(userActor(cast.otto), cast.north))
    await triesEverything(name, whose(), inAgency(userActor(cast.rex), cast.north))
    await triesEverything(name, whose(), asSelf(cast.rex))
    await triesEverything(name, whose(), asSelf(cast.otto))
    await triesEverything(name, whose(), inTenant(userActor(cast.vera), cast.harbor))
    await triesEverything(name, whose(), inTenant(userActor(cast.carla), cast.harbor))
    await triesEverything(name, whose(), (fn) => t.database.begin([], fn))
  })

  test('a key of a client of the agency: nothing', async () => {
    await triesEverything(name, whose(), inTenant(keyOf('reading'), cast.harbor))
    await triesEverything(name, whose(), inAgency(keyOf('reading'), cast.north))
  })
})

/** What is the person's alone: no colleague sees it, whatever their role. */
const personal = ['app_user', 'session', 'password_reset', 'recovery_code']

describe.each(personal)('table %s, a person’s own', (name) => {
  test('a colleague, the admin: nothing', async () => {
    await triesEverything(name, cast.olive, (fn) => t.door.asThemselves(cast.adam, ({ db }) => fn(db)))
    await triesEverything(name, cast.olive, (fn) =>
      t.door.withAgency(userActor(cast.adam), cast.north, ({ db }) => fn(db)),
    )
    await triesEverything(name, cast.olive, inTenant(userActor(cast.adam), cast.harbor))
  })
})

test('every table above tenants is either an agency’s or a person’s own', () => {
  expect(ofScope('agency').filter((name) => own(name) === 'user_id')).toEqual(personal)
})

test('an unknown token, of a session, an invitation, a share link or a connection, is nobody', async () => {
  expect(await authenticateSession(t.database, 'unknown', new Date())).toBeUndefined()
  expect(await authenticateInvitee(t.database, 'unknown')).toBeUndefined()
  expect(await authenticateKey(t.database, 'unknown', new Date())).toBeUndefined()
  expect(await authenticateHook(t.database, crypto.randomUUID())).toBeUndefined()
  expect(await authenticateHook(t.database, `' or true --`)).toBeUndefined()
  expect(await authenticateHook(t.database, '-'.repeat(36))).toBeUndefined()
})
