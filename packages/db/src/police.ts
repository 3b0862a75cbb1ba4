import type { Sql } from 'postgres'
import { about, type About } from './schema/about.ts'

const privileges: Readonly<Record<About['writes'], string>> = {
  append: 'select, insert',
  update: 'select, insert, update',
  free: 'select, insert, update, delete',
}

/**
 * Makes every table what `about` says: row security on and forced, the tenant policy, grants, and its description as the
 * table's comment. Run after each migration; running it twice changes nothing.
 * @throws Error for a table that `about` does not describe, so that a new one cannot be forgotten.
 */
export async function police(sql: Sql): Promise<void> {
  const tables = await sql<{ name: string; tenant: boolean }[]>`
    select c.relname as name,
      exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as tenant
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`
  await sql.unsafe('grant usage on schema public to throughline_app')
  for (const { name, tenant } of tables) {
    const it = about[name]
    if (!it) throw new Error(`table ${name} is not described in packages/db/src/schema/about.ts`)
    if (tenant !== (it.scope === 'tenant')) throw new Error(`table ${name} has the wrong scope in about.ts`)
    await sql.unsafe(statements(name, it).join(';\n'))
  }
}

function statements(name: string, it: About): string[] {
  const table = `"${name}"`
  const comment = JSON.stringify(it).replaceAll("'", "''")
  const policed =
    it.scope === 'tenant'
      ? [
          `drop policy if exists of_tenant on ${table}`,
          `create policy of_tenant on ${table} to throughline_app using (tenant_id = any (current_tenants())) with check (tenant_id = current_tenant())`,
        ]
      : []
  return [
    ...(it.scope === 'system'
      ? []
      : [`alter table ${table} enable row level security`, `alter table ${table} force row level security`]),
    ...policed,
    `revoke all on ${table} from throughline_app`,
    `grant ${privileges[it.writes]} on ${table} to throughline_app`,
    ...(it.worked ? [`grant update (${it.worked.join(', ')}) on ${table} to throughline_app`] : []),
    `comment on table ${table} is '${comment}'`,
  ]
}
