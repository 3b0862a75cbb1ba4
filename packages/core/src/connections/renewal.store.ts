import { and, eq, isNull, lte, or, sql, tables, type Inside } from '@throughline/db'

const { connectionSecret } = tables
type Writing = Pick<Inside, 'db'>

/** Takes the right to renew a connection's secrets until then; false while somebody else holds it. */
export async function takeRenewal({ db }: Writing, connectionId: string, now: Date, until: Date): Promise<boolean> {
  const taken = await db
    .update(connectionSecret)
    .set({ renewingUntil: until.toISOString() })
    .where(
      and(
        eq(connectionSecret.connectionId, connectionId),
        or(isNull(connectionSecret.renewingUntil), lte(connectionSecret.renewingUntil, now.toISOString())),
      ),
    )
    .returning({ connectionId: connectionSecret.connectionId })
  return taken.length > 0
}

/** Gives the right back. */
export async function endRenewal({ db }: Writing, connectionId: string): Promise<void> {
  await db
    .update(connectionSecret)
    .set({ renewingUntil: sql`null` })
    .where(eq(connectionSecret.connectionId, connectionId))
}
