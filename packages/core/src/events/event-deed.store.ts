import { actorName, appendAudit, type Inside } from '@throughline/db'

/** Tells the client's audit what somebody did with events: `events.<deed>`. */
export function tellDeed(
  { db, tenantId, actor }: Inside,
  { at, deed, subject, detail }: { at: Date; deed: string; subject: string; detail: Record<string, unknown> },
): Promise<void> {
  return appendAudit(db, tenantId, { at, actor: actorName(actor), action: `events.${deed}`, subject, detail })
}
