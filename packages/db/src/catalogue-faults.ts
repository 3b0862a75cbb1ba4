import type { CatalogueTable } from './catalogue.ts'
import type { About } from './schema/about.ts'

/** What the running system may do, by what `about` says of a table. */
const wantedPrivileges: Readonly<Record<About['writes'], string[]>> = {
  append: ['INSERT', 'SELECT'],
  update: ['INSERT', 'SELECT', 'UPDATE'],
  free: ['DELETE', 'INSERT', 'SELECT', 'UPDATE'],
}

/** Keys that cannot be led by the tenant, each with its reason. */
const exceptions: ReadonlyMap<string, string> = new Map([
  ['tenant.tenant_slug_unique', 'an address names one client on the whole server'],
  ['api_key.api_key_hash', 'a key is found by its hash before its tenant is known'],
  ['tracked_link.tracked_link_code', 'a short link is found by its code before its tenant is known'],
  ['tenant_grant → app_user', 'a person belongs to no tenant'],
  ['tenant → agency', 'an agency is above its tenants'],
])

/** Partitioned by time, so no key over all of it can be had: the table named here keeps its rows one. */
const keptOneBy: ReadonlyMap<string, string> = new Map([['event', 'event_key']])

const tenantPolicy = {
  name: 'of_tenant',
  command: '*',
  permissive: true,
  roles: ['throughline_app'],
  using: '(tenant_id = ANY (current_tenants()))',
  check: '(tenant_id = current_tenant())',
}
const systemPolicy = {
  name: 'found_by_system',
  command: 'r',
  permissive: true,
  roles: ['throughline_system'],
  using: 'true',
  check: null,
}

/**
 * What is wrong with the house, in words: tables whose row security, keys, references, policies or grants are not what
 * `DESIGN` decides. Nothing is the right answer.
 */
export function catalogueFaults(tables: readonly CatalogueTable[]): string[] {
  const scopes = new Map(tables.map((table) => [table.name, table.about?.scope]))
  return tables.flatMap((table) => {
    const it = table.about
    if (!it) return [`${table.name} is not described`]
    const faults = [...rowSecurity(table, it), ...privileges(table, it)]
    if (it.scope === 'tenant') faults.push(...keys(table), ...references(table, scopes), ...policies(table))
    return faults.map((fault) => `${table.name}: ${fault}`)
  })
}

function rowSecurity({ policed, forced, policies: some }: CatalogueTable, it: About): string[] {
  if (it.scope === 'system') return some.length > 0 ? ['has policies though it holds nobody’s data'] : []
  return [
    ...(policed ? [] : ['row security is off']),
    ...(forced ? [] : ['row security does not bind its owner']),
    ...(some.some((policy) => policy.roles.includes('throughline_app')) ? [] : ['no policy for the running system']),
  ]
}

function privileges({ grants, columnGrants }: CatalogueTable, it: About): string[] {
  const of = (role: string) => grants.filter((grant) => grant.role === role).map((grant) => grant.privilege)
  const app = of('throughline_app').join()
  const others = grants.filter((grant) => grant.role !== 'throughline_app')
  const worked = (grant: CatalogueTable['columnGrants'][number]) =>
    grant.role === 'throughline_app' && grant.privilege === 'UPDATE' && (it.worked ?? []).includes(grant.column)
  const columns = columnGrants.filter(
    (grant) => (grant.role !== 'throughline_system' || grant.privilege !== 'SELECT') && !worked(grant),
  )
  return [
    ...(app === wantedPrivileges[it.writes].join() ? [] : [`the running system may ${app || 'nothing'}`]),
    ...others.map((grant) => `${grant.role} may ${grant.privilege}`),
    ...columns.map((grant) => `${grant.role} may ${grant.privilege} ${grant.column}`),
  ]
}

function keys({ name, columns, key, indexes }: CatalogueTable): string[] {
  const tenant = columns.find((column) => column.name === 'tenant_id')
  return [
    ...(tenant?.type === 'uuid' && tenant.notNull ? [] : ['tenant_id is not a uuid that is always there']),
    ...(key[0] === 'tenant_id' || (keptOneBy.has(name) && key.length === 0)
      ? []
      : [`its key begins with ${key[0] ?? 'nothing'}`]),
    ...indexes
      .filter((index) => index.columns[0] !== 'tenant_id' && !exceptions.has(`${name}.${index.name}`))
      .map((index) => `index ${index.name} begins with ${index.columns[0] ?? 'nothing'}`),
  ]
}

function references(
  { name, references: some }: CatalogueTable,
  scopes: ReadonlyMap<string, About['scope'] | undefined>,
): string[] {
  return some.flatMap((reference) => {
    if (scopes.get(reference.table) !== 'tenant')
      return exceptions.has(`${name} → ${reference.table}`) ? [] : [`refers to ${reference.table}, which has no tenant`]
    const led = reference.columns[0] === 'tenant_id' && reference.columns_there[0] === 'tenant_id'
    return led ? [] : [`refers to ${reference.table} across tenants`]
  })
}

function policies({ policies: some, columnGrants }: CatalogueTable): string[] {
  const found = columnGrants.some((grant) => grant.role === 'throughline_system')
  const wanted = found ? [systemPolicy, tenantPolicy] : [tenantPolicy]
  return JSON.stringify(some.map(sorted)) === JSON.stringify(wanted.map(sorted))
    ? []
    : [`its policies are ${some.map((policy) => `${policy.name} ${policy.using ?? ''}`).join(', ') || 'none'}`]
}

const sorted = (object: object) => Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1))
