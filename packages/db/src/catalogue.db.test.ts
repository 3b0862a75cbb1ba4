import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { catalogueFaults } from './catalogue-faults.ts'
import { readCatalogue, type CatalogueTable } from './catalogue.ts'
import { connect } from './connect.ts'
import { migrate } from './migrate.ts'
import { about } from './schema/about.ts'
import { openDatabase } from './database.ts'
import { testDatabase, type TestDatabase } from './testing/test-database.ts'

let t: TestDatabase
let tables: CatalogueTable[]
beforeAll(async () => {
  t = await testDatabase()
  tables = await readCatalogue(t.superuser)
})
afterAll(() => t.drop())

/** The faults after somebody's careless change, which is then undone. */
async function faultsAfter(change: string): Promise<string[]> {
  const undone = new Error('undone')
  let faults: string[] = []
  await t.superuser
    .begin(async (tx) => {
      await tx.unsafe(change)
      faults = catalogueFaults(await readCatalogue(tx as unknown as Sql))
      throw undone
    })
    .catch((error: unknown) => {
      if (error !== undone) throw error
    })
  return faults
}

describe('the catalogue', () => {
  test('has every table described, policed, keyed, indexed and granted as decided', () => {
    expect(tables.length).toBeGreaterThan(30)
    expect(catalogueFaults(tables)).toEqual([])
  })

  test('has the tables that are described, and those that hold nobody’s data are two', () => {
    expect(tables.map((table) => table.name)).toEqual(Object.keys(about).sort())
    expect(tables.filter((table) => table.about?.scope === 'system').map((table) => table.name)).toEqual([
      'attempt',
      'mail',
    ])
    for (const { name, columns, about: it } of tables)
      if (it?.scope !== 'tenant')
        expect(columns.map((column) => `${name}.${column.name}`)).not.toContain(`${name}.tenant_id`)
  })

  test.each([
    ['a forgotten table', 'create table forgotten (tenant_id uuid primary key)', 'forgotten is not described'],
    ['row security switched off', 'alter table vault disable row level security', 'vault: row security is off'],
    [
      'row security that spares the owner',
      'alter table vault no force row level security',
      'vault: row security does not bind its owner',
    ],
    ['a dropped policy', 'drop policy of_tenant on fact', 'fact: no policy for the running system'],
    ['a second, wider policy', 'create policy wide on fact to throughline_app using (true)', /^fact: its policies are/],
    [
      'a policy for everybody',
      'drop policy of_tenant on fact; create policy of_tenant on fact using (tenant_id = any (current_tenants())) with check (tenant_id = current_tenant())',
      /^fact: its policies are/,
    ],
    [
      'a policy that checks nothing on writing',
      'drop policy of_tenant on fact; create policy of_tenant on fact to throughline_app using (tenant_id = any (current_tenants()))',
      /^fact: its policies are/,
    ],
    [
      'a key that begins elsewhere',
      'alter table vault drop constraint vault_tenant_id_contact_no_pk; alter table vault add primary key (contact_no, tenant_id)',
      'vault: its key begins with contact_no',
    ],
    [
      'an index not led by the tenant',
      'create index careless on fact (contact_no)',
      'fact: index careless begins with contact_no',
    ],
    [
      'an index on an expression',
      `create index careless on fact ((value ->> 'email'))`,
      /^fact: index careless begins with/,
    ],
    [
      'a unique key across tenants',
      'alter table schedule add constraint careless unique (schedule_id)',
      'schedule: index careless begins with schedule_id',
    ],
    [
      'a reference across tenants',
      'alter table schedule add constraint careless unique (schedule_id); alter table work add foreign key (ref) references schedule (schedule_id)',
      'work: refers to schedule across tenants',
    ],
    [
      'a delete from the audit',
      'grant delete on audit to throughline_app',
      'audit: the running system may DELETE,INSERT,SELECT',
    ],
    [
      'an update of one audit column',
      'grant update (actor) on audit to throughline_app',
      'audit: throughline_app may UPDATE actor',
    ],
    [
      'an update of an event that is more than its place in a zone',
      'grant update (happened_at) on event to throughline_app',
      'event: throughline_app may UPDATE happened_at',
    ],
    ['a grant to everybody', 'grant select on mail to public', 'mail: public may SELECT'],
    [
      'a whole table for the system’s functions',
      'grant select on vault to throughline_system',
      'vault: throughline_system may SELECT',
    ],
  ])('names %s', async (_what, change, fault) => {
    expect(await faultsAfter(change)).toEqual(
      expect.arrayContaining([typeof fault === 'string' ? fault : expect.stringMatching(fault)]),
    )
  })

  test('has the policies of tables above tenants word for word', () => {
    const said = tables
      .filter((table) => table.about?.scope === 'agency')
      .map((table) => [
        table.name,
        table.policies
          .filter((each) => each.roles.includes('throughline_app'))
          .map(({ command, using, check }) => ({ command, using, check })),
      ])
    const own = { command: '*', using: '(user_id = current_actor())', check: '(user_id = current_actor())' }
    const ofAgency = {
      command: '*',
      using: '(agency_id = ANY (current_agencies()))',
      check: '(agency_id = ANY (current_agencies()))',
    }
    const toClient = '((agency_id = ANY (current_agencies())) OR (grant_tenant_id = ANY (entered_tenants())))'
    expect(Object.fromEntries(said)).toEqual({
      agency: [ofAgency],
      agency_alert_channel: [ofAgency],
      agency_audit: [ofAgency],
      app_user: [own],
      invitation: [{ command: '*', using: toClient, check: toClient }],
      member: [{ ...ofAgency, using: '((user_id = current_actor()) OR (agency_id = ANY (current_agencies())))' }],
      password_reset: [own],
      recovery_code: [own],
      session: [own],
    })
  })

  test('has no view, and no partition that could be reached beside its table', async () => {
    const others = await t.superuser`
      select c.relname, c.relkind from pg_class c where c.relnamespace = 'public'::regnamespace
        and (c.relkind in ('v', 'm', 'f') or (c.relispartition and exists (
          select 1 from aclexplode(c.relacl) g join pg_roles r on r.oid = g.grantee where r.rolname = 'throughline_app')))`
    expect(others).toHaveLength(0)
  })
})

describe('what crosses tenants', () => {
  test('is a list of functions, each owned by the system, bound to its schema, and not for everybody', async () => {
    const functions = await t.superuser<
      { name: string; owner: string; config: string[]; volatile: string; grantees: string[] }[]
    >`
      select p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' as name, o.rolname as owner, p.proconfig as config,
        p.provolatile as volatile,
        array(select coalesce(r.rolname, 'public') from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
          left join pg_roles r on r.oid = g.grantee where g.grantee <> p.proowner order by 1) as grantees
      from pg_proc p join pg_roles o on o.oid = p.proowner
      where p.pronamespace = 'public'::regnamespace and p.prosecdef order by 1`
    expect(functions.map((each) => each.name)).toEqual([
      'due_work(until timestamp with time zone)',
      'ensure_partitions(first date, last date)',
      'find_account(wanted_connector text, wanted text)',
      'find_api_key(hash text, at timestamp with time zone)',
      'find_connection(wanted uuid)',
      'find_grants(actor uuid)',
      'find_invitation(hash text)',
      'find_login(wanted text)',
      'find_memberships(actor uuid)',
      'find_reset(hash text)',
      'find_session(hash text)',
      'find_tenant(wanted uuid)',
      'find_tracked_link(wanted text)',
      'has_users()',
      'is_browser_origin(wanted text)',
      'last_seen(users uuid[])',
      'list_agencies()',
      'list_tenants()',
      'old_partitions(before date)',
      'stale_sign_ins(until timestamp with time zone)',
      'working_keys(wanted_tenant uuid, wanted_key uuid, at timestamp with time zone)',
    ])
    // What changes structure, and what tells how large it is, belongs to the owner of the tables and reads no row.
    const structure = new Set(['ensure_partitions', 'old_partitions'])
    for (const { name, owner, grantees } of functions)
      if (structure.has(name.split('(')[0] ?? ''))
        expect({ name, owner, grantees }).toEqual({ name, owner: 'throughline_owner', grantees: ['throughline_app'] })
    for (const { owner, config, volatile, grantees } of functions.filter(
      ({ name }) => !structure.has(name.split('(')[0] ?? ''),
    ))
      expect({ owner, config, volatile, grantees }).toEqual({
        owner: 'throughline_system',
        config: ['search_path=public, pg_temp'],
        volatile: 's',
        grantees: ['throughline_app'],
      })
  })

  test('reads these columns and no others: ids, roles and times', () => {
    const columns = Object.fromEntries(
      tables
        .map((table) => ({
          name: table.name,
          read: table.columnGrants.filter(({ role }) => role === 'throughline_system').map(({ column }) => column),
        }))
        .filter(({ read }) => read.length > 0)
        .map(({ name, read }) => [name, read.sort()]),
    )
    expect(columns).toEqual({
      action: ['action_id', 'due_at', 'state', 'tenant_id'],
      agency: ['agency_id'],
      api_key: [
        'created_by',
        'expires_at',
        'key_hash',
        'key_id',
        'kind',
        'origins',
        'revoked_at',
        'scopes',
        'tenant_id',
      ],
      app_user: ['login', 'user_id'],
      connection: ['archived_at', 'connection_id', 'connector', 'state', 'tenant_id'],
      connection_account: ['account', 'connection_id', 'connector', 'tenant_id'],
      inbox: ['id', 'processed_at', 'tenant_id'],
      invitation: ['agency_id', 'grant_tenant_id', 'invitation_id', 'token_hash'],
      member: ['agency_id', 'role', 'user_id'],
      password_reset: ['expires_at', 'token_hash', 'used_at', 'user_id'],
      schedule: ['kind', 'next_due_at', 'paused_at', 'ref', 'schedule_id', 'tenant_id'],
      stream_hint: ['connection_id', 'stream', 'tenant_id'],
      session: ['expires_at', 'last_seen_at', 'token_hash', 'user_id'],
      tenant: ['agency_id', 'archived_at', 'slug', 'tenant_id'],
      tenant_grant: ['persona', 'role', 'tenant_id', 'user_id'],
      // What a short link is served by: an address that anybody may ask for.
      tracked_link: ['archived_at', 'click_parameter', 'code', 'link_id', 'target', 'tenant_id'],
      work: ['kind', 'state', 'tenant_id', 'work_id'],
    })
  })
})

test('what crosses tenants is not deceived by a table of the caller’s own', async () => {
  const deceive = `create temporary table session (token_hash text, user_id uuid, expires_at timestamptz, last_seen_at timestamptz);
    insert into session values ('forged', gen_random_uuid(), now() + interval '1 day', now());
    select (select count(*)::int from pg_temp.session) as planted, (select count(*)::int from find_session('forged')) as found`
  expect(await asApp(deceive)).toContainEqual([{ planted: 1, found: 0 }])
})

test('the queue’s login reads nothing of ours', async () => {
  const sql = connect(t.logins.jobs, { max: 1, onnotice: () => {} })
  try {
    for (const name of ['tenant', 'fact', 'session', 'mail'])
      await expect(sql.unsafe(`select * from ${name}`)).rejects.toThrow('permission denied')
    await expect(sql.unsafe(`select * from find_grants(gen_random_uuid())`)).rejects.toThrow('permission denied')
    expect(await sql`select 1 as one`).toMatchObject([{ one: 1 }])
  } finally {
    await sql.end()
  }
})

describe('the running system’s login', () => {
  test('owns nothing, rises above nothing, and the system’s role cannot log in', async () => {
    const roles = await t.superuser`
      select rolname as name, rolcanlogin as login, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as risen,
        array(select m.rolname::text from pg_auth_members a join pg_roles m on m.oid = a.roleid where a.member = r.oid order by 1) as within
      from pg_roles r where rolname like 'throughline%' order by 1`
    expect([...roles].map((role) => ({ ...role }))).toEqual([
      { name: 'throughline_app', login: true, risen: false, within: [] },
      { name: 'throughline_jobs', login: true, risen: false, within: [] },
      { name: 'throughline_owner', login: true, risen: false, within: ['throughline_system'] },
      { name: 'throughline_system', login: false, risen: false, within: [] },
    ])
    const owned = await t.superuser`
      select classid::regclass, objid from pg_shdepend d join pg_roles r on r.oid = d.refobjid
      where d.deptype = 'o' and r.rolname = 'throughline_app'`
    expect(owned).toHaveLength(0)
  })

  test('cannot make a table, a function or a schema, become another role, or switch row security off', async () => {
    for (const attempt of [
      'create table mine (a int)',
      'create function mine() returns int language sql as $$ select 1 $$',
      'create schema mine',
      'set role throughline_system',
      'set role throughline_owner',
      'alter table audit disable row level security',
      'truncate audit',
      'drop policy of_tenant on audit',
      'select * from graphile_worker.jobs',
      `copy audit to program 'true'`,
    ])
      await expect(asApp(attempt)).rejects.toThrow(/permission denied|must be owner|does not exist/)
    // Refused rather than answered without the policies.
    await expect(asApp(`set row_security = off; select * from audit`)).rejects.toThrow('row-level security')
    expect(await asApp('select 1 as one')).toMatchObject([{ one: 1 }])
  })

  test('plans each query for its own tenant, and compiles nothing', async () => {
    expect(await asApp('show plan_cache_mode')).toMatchObject([{ plan_cache_mode: 'force_custom_plan' }])
    expect(await asApp('show jit')).toMatchObject([{ jit: 'off' }])
  })

  test('is the only one the house opens with: superuser and owner are refused, and stepping down is heeded', async () => {
    const superuser = t.superuser.options
    const url = new URL(t.logins.app)
    url.username = superuser.user
    url.password = encodeURIComponent(String(superuser.pass))
    await expect(openDatabase({ app: url.href })).rejects.toThrow('does not serve as "postgres"')
    await expect(openDatabase({ app: t.logins.owner })).rejects.toThrow('does not serve as "throughline_owner"')
    const steppedDown = await openDatabase({ app: url.href, stepDownTo: 'throughline_app' })
    try {
      await expect(steppedDown.begin([], (db) => db.execute('select * from tenant'))).rejects.toMatchObject({
        cause: { message: 'no tenant set' },
      })
    } finally {
      await steppedDown.close()
    }
    const served = await openDatabase({ app: t.logins.app })
    await served.close()
  })
})

test('migrating again changes nothing, and takes away what an older version let cross tenants', async () => {
  const before = JSON.stringify(await readCatalogue(t.superuser))
  await t.superuser.unsafe(`
    create function left_over() returns bigint language sql security definer as $$ select count(*) from app_user $$;
    alter function left_over() owner to throughline_system`)
  await migrate(t.logins.owner)
  expect(JSON.stringify(await readCatalogue(t.superuser))).toBe(before)
  expect(await t.superuser`select 1 from pg_proc where proname = 'left_over'`).toHaveLength(0)
  expect(await t.superuser`select 1 from pg_proc where proname = 'find_grants'`).toHaveLength(1)
})

test('a command beside a server takes no lock where this version has stated all, and states it where another one did', async () => {
  await t.superuser.begin(async (tx) => {
    await tx`lock table event_key in access share mode`
    await migrate(t.logins.owner, { unlessSame: true })
  })
  await t.superuser`update throughline.stated set fingerprint = 'an older version'`
  await t.superuser.unsafe('drop policy of_tenant on fact')
  await migrate(t.logins.owner, { unlessSame: true })
  expect(
    await t.superuser`select 1 from pg_policies where policyname = 'of_tenant' and tablename = 'fact'`,
  ).toHaveLength(1)
})

/** One statement as the running system's login, outside the door. */
async function asApp(statement: string): Promise<unknown[]> {
  const sql = connect(t.logins.app, { max: 1, onnotice: () => {} })
  try {
    return [...(await sql.unsafe(statement))]
  } finally {
    await sql.end()
  }
}
