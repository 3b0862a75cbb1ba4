/**
 * Contacts of one tenant by the hash that they were found by, as a process remembers them. A hash that found a contact finds the
 * same number for ever, also when its person is erased (then by the tombstone), so they are right for ever; only committed ones go in.
 */
export type KnownPeople = Map<string, number>

/** What a process remembers of one tenant's people, and of how many tenants. */
const peopleAtMost = 50_000
const tenantsAtMost = 200

/** The people of each tenant; those of tenants that nobody asked for in a long time are forgotten. */
export function peopleByTenant(): (tenantId: string) => KnownPeople {
  const tenants = new Map<string, KnownPeople>()
  return (tenantId) => {
    const known = tenants.get(tenantId) ?? new Map<string, number>()
    tenants.delete(tenantId)
    tenants.set(tenantId, known)
    for (const oldest of tenants.keys()) {
      if (tenants.size <= tenantsAtMost) break
      tenants.delete(oldest)
    }
    return known
  }
}

/** Remembers contacts once the transaction that may have made them is committed. Those remembered longest give way. */
export function rememberPeople(known: KnownPeople, met: ReadonlyMap<string, number>): void {
  for (const [name, contactNo] of met) known.set(name, contactNo)
  for (const oldest of known.keys()) {
    if (known.size <= peopleAtMost) break
    known.delete(oldest)
  }
}
