import type { Sql } from 'postgres'
import type { About } from './schema/about.ts'

/** One table as PostgreSQL's own catalogue tells of it. */
export interface CatalogueTable {
  name: string
  about: About | undefined
  /** Row security is on, and binds the owner too. */
  policed: boolean
  forced: boolean
  partitioned: boolean
  columns: CatalogueColumn[]
  /** Columns of the primary key, in order. */
  key: string[]
  indexes: { name: string; primary: boolean; unique: boolean; columns: string[] }[]
  references: { name: string; columns: string[]; table: string; columns_there: string[] }[]
  policies: {
    name: string
    command: string
    permissive: boolean
    roles: string[]
    using: string | null
    check: string | null
  }[]
  /** What a role may do to the whole table: `role: privilege`. */
  grants: { role: string; privilege: string }[]
  columnGrants: { role: string; privilege: string; column: string }[]
  /** Texts of CHECK constraints. */
  checks: string[]
}

export interface CatalogueColumn {
  name: string
  /** As PostgreSQL spells it: `timestamp(3) with time zone`. */
  type: string
  notNull: boolean
  hasDefault: boolean
}

/** Reads the tables of schema `public`, by name. What the catalogue test judges and `docs/tables.md` is printed from. */
export async function readCatalogue(sql: Sql): Promise<CatalogueTable[]> {
  const rows = await sql<(Omit<CatalogueTable, 'about'> & { comment: string | null })[]>`
    select c.relname as name, obj_description(c.oid, 'pg_class') as comment, c.relrowsecurity as policed,
      c.relforcerowsecurity as forced, c.relkind = 'p' as partitioned,
      coalesce((select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
          'notNull', a.attnotnull, 'hasDefault', a.atthasdef) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '[]') as columns,
      coalesce((select jsonb_agg(a.attname order by k.n)
        from pg_index i, unnest(i.indkey::int2[]) with ordinality k (attnum, n)
        join pg_attribute a on a.attnum = k.attnum
        where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid), '[]') as key,
      coalesce((select jsonb_agg(jsonb_build_object('name', ic.relname, 'primary', i.indisprimary, 'unique', i.indisunique,
          'columns', (select jsonb_agg(pg_get_indexdef(i.indexrelid, n, true) order by n) from generate_series(1, i.indnkeyatts) n)) order by ic.relname)
        from pg_index i join pg_class ic on ic.oid = i.indexrelid where i.indrelid = c.oid), '[]') as indexes,
      coalesce((select jsonb_agg(jsonb_build_object('name', r.conname, 'table', r.confrelid::regclass::text,
          'columns', (select jsonb_agg(a.attname order by k.n) from unnest(r.conkey) with ordinality k (attnum, n)
            join pg_attribute a on a.attnum = k.attnum and a.attrelid = r.conrelid),
          'columns_there', (select jsonb_agg(a.attname order by k.n) from unnest(r.confkey) with ordinality k (attnum, n)
            join pg_attribute a on a.attnum = k.attnum and a.attrelid = r.confrelid)) order by r.conname)
        from pg_constraint r where r.conrelid = c.oid and r.contype = 'f'), '[]') as references,
      coalesce((select jsonb_agg(jsonb_build_object('name', p.polname, 'command', p.polcmd, 'permissive', p.polpermissive,
          'roles', (select jsonb_agg(coalesce(r.rolname, 'public') order by r.rolname) from unnest(p.polroles) o left join pg_roles r on r.oid = o),
          'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid)) order by p.polname)
        from pg_policy p where p.polrelid = c.oid), '[]') as policies,
      coalesce((select jsonb_agg(jsonb_build_object('role', coalesce(r.rolname, 'public'), 'privilege', g.privilege_type) order by r.rolname, g.privilege_type)
        from aclexplode(c.relacl) g left join pg_roles r on r.oid = g.grantee where g.grantee <> c.relowner), '[]') as grants,
      coalesce((select jsonb_agg(jsonb_build_object('role', coalesce(r.rolname, 'public'), 'privilege', g.privilege_type, 'column', a.attname) order by a.attnum)
        from pg_attribute a, aclexplode(a.attacl) g left join pg_roles r on r.oid = g.grantee
        where a.attrelid = c.oid and not a.attisdropped and a.attacl is not null and g.grantee <> c.relowner), '[]') as "columnGrants",
      coalesce((select jsonb_agg(pg_get_constraintdef(k.oid) order by k.conname) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'), '[]') as checks
    from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    order by c.relname`
  return rows.map(({ comment, ...table }) => ({ ...table, about: aboutIn(comment) }))
}

/** `police` writes what a table is as its comment. */
function aboutIn(comment: string | null): About | undefined {
  if (comment === null) return undefined
  return JSON.parse(comment) as About
}
