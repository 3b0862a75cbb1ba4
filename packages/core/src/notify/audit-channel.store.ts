import { actorName, appendAgencyAudit, appendAudit, type Inside } from '@throughline/db'

/** Says in the chain of whoever the channel is of what was done to it; never where it goes. */
export async function auditChannel(
  { db, tenantId, agencyId, actor }: Inside,
  of: 'client' | 'agency',
  what: 'created' | 'changed' | 'removed' | 'tested' | 'quiet',
  channelId: string | null,
  detail: Record<string, unknown>,
  now: Date,
): Promise<void> {
  const entry = {
    ...{ at: now, actor: actorName(actor), detail, ...(channelId === null ? {} : { subject: channelId }) },
    action: what === 'quiet' ? 'alert.quiet_hours' : `alert_channel.${what}`,
  }
  if (of === 'agency') await appendAgencyAudit(db, agencyId, entry)
  else await appendAudit(db, tenantId, entry)
}
