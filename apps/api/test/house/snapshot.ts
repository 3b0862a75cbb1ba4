import type { TestDatabase } from '@throughline/db/testing'

/** What telling of a deed, or of a try, writes down: rows here are no change. */
const telling = ['audit', 'agency_audit', 'attempt']

/**
 * A digest of every table's rows but the audit's: the same before and after means that nothing changed. `tenantId`: of rows of
 * that client, and of those that are no client's.
 */
export async function snapshot(
  { superuser }: Pick<TestDatabase, 'superuser'>,
  but: readonly string[] = [],
  tenantId?: string,
): Promise<Record<string, string>> {
  const tables = await superuser<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`
  const digests = await superuser.unsafe<{ name: string; digest: string }[]>(
    tables
      .filter(({ name }) => !telling.includes(name) && !but.includes(name))
      .map(
        ({ name }) =>
          `select '${name}' as name, count(*) || ':' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as digest from "${name}" t ${tenantId === undefined ? '' : `where coalesce(to_jsonb(t) ->> 'tenant_id', '${tenantId}') = '${tenantId}'`}`,
      )
      .join(' union all '),
  )
  return Object.fromEntries(digests.map(({ name, digest }) => [name, digest]))
}
