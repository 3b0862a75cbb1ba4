import { connect } from './connect.ts'

/** The logins of one installation. */
export interface Logins {
  /** Owns the tables; migrations only. */
  owner: string
  /** Owns nothing; the running system. */
  app: string
  /** Owns the job queue's schema and nothing else. */
  jobs: string
  /** Where one login is all there is: the role that every transaction steps down to. */
  stepDownTo?: 'throughline_app'
}

/**
 * Makes the roles on a server where we may: throughline_owner and throughline_app and throughline_jobs (logins),
 * throughline_system (cannot log in; owns the functions that cross tenants). Running it twice changes nothing but passwords.
 * @param url of a superuser
 */
export async function prepareRoles(
  url: string,
  passwords: { owner: string; app: string; jobs: string },
): Promise<void> {
  const sql = connect(url, { max: 1, onnotice: () => {} })
  const password = (text: string) => `'${text.replaceAll("'", "''")}'`
  try {
    await sql.unsafe(`
      do $$ declare wanted text; begin
        foreach wanted in array array['throughline_owner', 'throughline_app', 'throughline_jobs', 'throughline_system'] loop
          if not exists (select 1 from pg_roles where rolname = wanted) then execute format('create role %I', wanted); end if;
        end loop;
      end $$;
      alter role throughline_owner login nosuperuser nobypassrls password ${password(passwords.owner)};
      alter role throughline_app login nosuperuser nobypassrls password ${password(passwords.app)};
      alter role throughline_app set plan_cache_mode = 'force_custom_plan';
      alter role throughline_app set jit = off;
      alter role throughline_jobs login nosuperuser nobypassrls password ${password(passwords.jobs)};
      alter role throughline_system nologin nosuperuser nobypassrls;
      grant throughline_system to throughline_owner;`)
  } finally {
    await sql.end()
  }
}

/** Makes a database that throughline_owner owns and throughline_jobs may have its schema in. */
export async function createDatabase(superuserUrl: string, name: string): Promise<void> {
  const sql = connect(superuserUrl, { max: 1, onnotice: () => {} })
  try {
    const [there] = await sql`select 1 from pg_database where datname = ${name}`
    if (!there) await sql.unsafe(`create database "${name}" owner throughline_owner`)
  } finally {
    await sql.end()
  }
  const inside = connect(withDatabase(superuserUrl, name), { max: 1, onnotice: () => {} })
  try {
    await inside.unsafe(`
      alter schema public owner to throughline_owner;
      grant create on schema public to throughline_system;
      create schema if not exists graphile_worker authorization throughline_jobs;
      grant connect, temporary on database "${name}" to throughline_app, throughline_jobs;`)
  } finally {
    await inside.end()
  }
}

/** The same server, another database; with `user`, another login. */
export function withDatabase(url: string, name: string, user?: { name: string; password: string }): string {
  const next = new URL(url)
  next.pathname = `/${name}`
  if (user) {
    next.username = user.name
    next.password = encodeURIComponent(user.password)
  }
  return next.href
}
