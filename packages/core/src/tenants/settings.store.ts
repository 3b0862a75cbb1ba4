import { NotFound } from '@throughline/canonical'
import { actorName, appendAudit, eq, tables, type Actor } from '@throughline/db'
import { requireMay } from './may.ts'
import { parsed, SettingsPatch } from './settings.ts'
import type { TenantsDeps, TenantSettings } from './tenants.ts'

const tenant = tables.tenant

/** A tenant's own settings. */
export async function readSettings(
  { door }: Pick<TenantsDeps, 'door'>,
  actor: Actor,
  tenantId: string,
): Promise<TenantSettings> {
  return door.withTenant(actor, tenantId, async ({ db, role }) => {
    requireMay(role, 'settings.read')
    const [row] = await db.select().from(tenant).where(eq(tenant.tenantId, tenantId))
    if (!row) throw new NotFound('No such client.')
    const { name, timeZone, currency, locale, weekStart, fiscalYearMonth, brandColor, vertical } = row
    return { name, timeZone, currency, locale, weekStart, fiscalYearMonth, brandColor, vertical }
  })
}

/** Changes what is given and tells what was before. A new zone is the ledger's to bring about: it restates days. */
export async function updateSettings(
  { door, now, changeZone }: Pick<TenantsDeps, 'door' | 'now' | 'changeZone'>,
  actor: Actor,
  tenantId: string,
  patch: Partial<TenantSettings>,
): Promise<void> {
  const wanted = parsed(SettingsPatch, patch)
  const zoneBefore = await door.withTenant(actor, tenantId, async ({ db, role }) => {
    requireMay(role, 'settings.write')
    const [before] = await db.select().from(tenant).where(eq(tenant.tenantId, tenantId)).for('update')
    if (!before) throw new NotFound('No such client.')
    const changed = changes(before, wanted)
    const { timeZone: _, ...plain } = changed.after
    if (Object.keys(plain).length > 0) await db.update(tenant).set(plain).where(eq(tenant.tenantId, tenantId))
    if (Object.keys(changed.after).length > 0) {
      await appendAudit(db, tenantId, {
        at: now(),
        actor: actorName(actor),
        action: 'settings.changed',
        subject: tenantId,
        detail: changed,
      })
    }
    return before.timeZone
  })
  const { timeZone } = wanted
  if (timeZone !== undefined && timeZone !== zoneBefore) await changeZone(actor, tenantId, timeZone)
}

/** The fields that really change, with what they were. */
function changes(before: object, wanted: object): { before: Record<string, unknown>; after: Record<string, unknown> } {
  const was = new Map<string, unknown>(Object.entries(before))
  const fields = Object.entries(wanted).filter(([field, value]) => value !== undefined && value !== was.get(field))
  return {
    before: Object.fromEntries(fields.map(([field]) => [field, was.get(field)])),
    after: Object.fromEntries(fields),
  }
}
