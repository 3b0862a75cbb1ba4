import { sql as statement, type SQL } from 'drizzle-orm'
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { connect } from './connect.ts'
import type { Logins } from './roles.ts'
import * as schema from './schema/index.ts'

/** A transaction, with the tables known by name. */
export type Transaction = Parameters<Parameters<PostgresJsDatabase<typeof schema>['transaction']>[0]>[0]

/** The running system's way to PostgreSQL: a pool of the login that owns nothing. */
export interface Database {
  begin<T>(
    settings: readonly string[],
    fn: (tx: Transaction) => Promise<T>,
    access?: 'read only' | 'read write',
  ): Promise<T>
  /** Calls one of the functions listed in `always/3-system-functions.sql`. */
  call<Row extends Record<string, unknown>>(query: SQL): Promise<Row[]>
  /** Hears what other processes say after their commits. */
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>
  notify(channel: string, payload: string): Promise<void>
  close(): Promise<void>
}

/** Hears every statement, by connection. For tests of plans. */
export type Heard = (connection: number, statement: string, parameters: unknown[]) => void

/**
 * Opens the pool and refuses to serve as a login that row security does not bind.
 * @throws Error when the login is superuser, bypasses row security or owns our tables and there is no role to step down to
 */
export async function openDatabase(
  logins: Pick<Logins, 'app' | 'stepDownTo'>,
  options: { connections?: number; heard?: Heard } = {},
): Promise<Database> {
  const client = connect(logins.app, {
    max: options.connections ?? 10,
    onnotice: () => {},
    ...(options.heard ? { debug: options.heard } : {}),
    connection: { application_name: 'throughline', TimeZone: 'UTC' },
  })
  const listener = connect(logins.app, {
    max: 1,
    onnotice: () => {},
    connection: { application_name: 'throughline-listen', TimeZone: 'UTC' },
  })
  const db = drizzle(client, { schema })
  const stepDown = logins.stepDownTo
    ? [`set local role ${logins.stepDownTo}`, `set local plan_cache_mode = 'force_custom_plan'`]
    : []

  const begin: Database['begin'] = (settings, fn, access = 'read write') =>
    db.transaction(
      async (tx) => {
        const said = [...stepDown, ...settings]
        if (said.length > 0) await tx.execute(statement.raw(said.join(';')))
        return fn(tx)
      },
      // Said only where it is not so anyway: a round trip each.
      access === 'read only' ? { accessMode: access } : undefined,
    )
  const database: Database = {
    begin,
    call: <Row extends Record<string, unknown>>(query: SQL) =>
      begin([], async (tx) => [...(await tx.execute(query))] as unknown as Row[]),
    listen: async (channel, heard) => {
      const listening = await listener.listen(channel, heard)
      return () => listening.unlisten()
    },
    notify: async (channel, payload) => {
      await listener.notify(channel, payload)
    },
    close: async () => {
      await Promise.all([client.end({ timeout: 5 }), listener.end({ timeout: 5 })])
    },
  }
  try {
    await refuseUnboundLogin(database)
  } catch (error) {
    await database.close()
    throw error
  }
  return database
}

async function refuseUnboundLogin(database: Database): Promise<void> {
  const [me] = await database.call<{ name: string; unbound: boolean; owns: boolean }>(statement`
    select current_user::text as name, r.rolsuper or r.rolbypassrls as unbound,
      exists (select 1 from pg_class c where c.relnamespace = 'public'::regnamespace and pg_has_role(r.oid, c.relowner, 'USAGE')) as owns
    from pg_roles r where r.rolname = current_user`)
  if (!me || me.unbound || me.owns)
    throw new Error(
      `Throughline does not serve as "${me?.name ?? '?'}": row security would not bind it. Use a login that owns nothing.`,
    )
}
