import { NotFound, Persona, TenantRole, Unauthenticated } from '@throughline/canonical'
import { eq, tables, type Actor, type Door } from '@throughline/db'
import { permissionsOf } from './may.ts'
import type { WhoAmI } from './tenants.ts'

/** The person, their agencies, and every client they may see, with what they may do there. */
export async function whoAmI({ door }: { door: Door }, actor: Actor): Promise<WhoAmI> {
  if (actor.kind !== 'user') throw new Unauthenticated('Sign in first.')
  const [user] = await door.asThemselves(actor.userId, ({ db }) =>
    db.select().from(tables.appUser).where(eq(tables.appUser.userId, actor.userId)),
  )
  if (!user) throw new Unauthenticated('Sign in first.')
  const agencies: WhoAmI['agencies'] = []
  for (const { agencyId, role } of await door.membershipsOf(actor)) {
    const [row] = await door.withAgency(actor, agencyId, ({ db }) =>
      db.select().from(tables.agency).where(eq(tables.agency.agencyId, agencyId)),
    )
    agencies.push({ agencyId, role, name: row?.name ?? '' })
  }
  const { userId, name, email, totpConfirmedAt } = user
  return {
    user: { userId, name, email, totp: totpConfirmedAt !== null },
    agencies,
    tenants: await tenantsOf(door, actor),
  }
}

async function tenantsOf(door: Door, actor: Actor): Promise<WhoAmI['tenants']> {
  const grants = await door.grantsOf(actor)
  if (grants.length === 0) return []
  const ids = grants.map((each) => each.tenantId)
  const rows = await door.withTenants(actor, ids, ({ db }) =>
    db.select().from(tables.tenant).orderBy(tables.tenant.name),
  )
  return rows.flatMap((row) => {
    const grant = grants.find((each) => each.tenantId === row.tenantId)
    const role = TenantRole.safeParse(grant?.role)
    if (!grant || !role.success) return []
    const { tenantId, slug, name, brandColor, timeZone, currency, locale, weekStart, vertical } = row
    return {
      tenantId,
      slug,
      name,
      brandColor,
      timeZone,
      currency,
      locale,
      weekStart,
      vertical,
      role: role.data,
      persona: Persona.nullable().catch(null).parse(grant.persona),
      may: permissionsOf(role.data),
    }
  })
}

/** The tenant an address names for this person. @throws NotFound alike for nobody's and for another's */
export async function tenantOf({ door }: { door: Door }, actor: Actor, slug: string): Promise<string> {
  const grant = (await door.grantsOf(actor)).find((each) => each.slug === slug)
  if (grant) return grant.tenantId
  if (!/^[a-z0-9-]{1,80}$/.test(slug)) throw new NotFound('No such client.')
  return door.refuse(actor, slug)
}
