import { randomUUID } from 'node:crypto'
import { NotFound } from '@throughline/canonical'
import { actorName, appendAudit, eq, tables, type Actor, type Inside } from '@throughline/db'
import { createWork, openWorkOf } from '../jobs/index.ts'
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
    const { name, currency, locale, weekStart, fiscalYearMonth, brandColor, vertical, consentSource } = row
    return {
      name,
      timeZone: row.wantedTimeZone ?? row.timeZone,
      currency,
      locale,
      weekStart,
      fiscalYearMonth,
      brandColor,
      vertical,
      consentSource,
    }
  })
}

/**
 * Changes what is given and tells what was before. A new zone is written down as asked for, with the work that restates the days in
 * it: whatever happens afterwards, the days end in the zone that was asked for last.
 */
export async function updateSettings(
  { door, now, restateDays }: Pick<TenantsDeps, 'door' | 'now' | 'restateDays'>,
  actor: Actor,
  tenantId: string,
  patch: Partial<TenantSettings>,
): Promise<void> {
  const wanted = parsed(SettingsPatch, patch)
  const workId = await door.withTenant(actor, tenantId, async (inside) => {
    const { db, role } = inside
    requireMay(role, 'settings.write')
    const [before] = await db.select().from(tenant).where(eq(tenant.tenantId, tenantId)).for('no key update')
    if (!before) throw new NotFound('No such client.')
    const changed = changes({ ...before, timeZone: before.wantedTimeZone ?? before.timeZone }, wanted)
    const { timeZone, ...plain } = changed.after as { timeZone?: string }
    const zone = timeZone === undefined ? {} : { wantedTimeZone: timeZone === before.timeZone ? null : timeZone }
    if (Object.keys(changed.after).length === 0) return undefined
    await db
      .update(tenant)
      .set({ ...plain, ...zone })
      .where(eq(tenant.tenantId, tenantId))
    await appendAudit(db, tenantId, {
      at: now(),
      actor: actorName(actor),
      action: 'settings.changed',
      subject: tenantId,
      detail: changed,
    })
    return zone.wantedTimeZone ? restating(inside, now()) : undefined
  })
  // The work is open: a nudge that is lost is made up for by the ticker.
  if (workId !== undefined) await restateDays(tenantId, workId).catch(() => {})
}

/** The open work that restates days, begun where there is none: one is enough, for it does what settings say when it ends. */
async function restating(inside: Inside, now: Date): Promise<string> {
  const open = await openWorkOf(inside, 'change-zone')
  if (open) return open.workId
  const workId = randomUUID()
  await createWork(inside, {
    workId,
    kind: 'change-zone',
    input: {},
    requestedBy: actorName(inside.actor),
    now,
  })
  return workId
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
