import { actorName, appendAudit, eq, sql, tables, type Inside } from '@throughline/db'
import type { EventName } from './conversions-out.ts'

const { conversionSwitch } = tables

export type ConversionSwitch = typeof conversionSwitch.$inferSelect

/** `hold`: until the transaction ends, so that conversions are chosen by one at a time. */
export async function readSwitch(
  { db }: Pick<Inside, 'db'>,
  connectionId: string,
  options: { hold?: boolean } = {},
): Promise<ConversionSwitch | undefined> {
  const query = db.select().from(conversionSwitch).where(eq(conversionSwitch.connectionId, connectionId))
  const [row] = await (options.hold ? query.for('update') : query)
  return row
}

/** Switches on, from now and from the ledger's newest batch, or off. Written down. */
export async function writeSwitch(
  inside: Inside,
  { connectionId, on, eventName, now }: { connectionId: string; on: boolean; eventName: EventName; now: Date },
): Promise<void> {
  const { db, tenantId } = inside
  const before = await readSwitch(inside, connectionId, { hold: true })
  const at = now.toISOString()
  const wasOn = before !== undefined && before.state !== 'off'
  const change = {
    state: on ? ('on' as const) : ('off' as const),
    eventName,
    say: null,
    changedBy: actorName(inside.actor),
    changedAt: at,
    // What was stopped goes on where it stopped; what was off begins anew.
    ...(on && !wasOn ? { since: at, batch: await newestBatch(inside) } : {}),
  }
  if (before) await db.update(conversionSwitch).set(change).where(eq(conversionSwitch.connectionId, connectionId))
  else
    await db
      .insert(conversionSwitch)
      .values({ tenantId, connectionId, since: at, batch: await newestBatch(inside), ...change })
  await appendAudit(db, tenantId, {
    at: now,
    actor: actorName(inside.actor),
    action: on ? 'conversions.switched_on' : 'conversions.switched_off',
    subject: `connection:${connectionId}`,
    detail: { eventName },
  })
}

/** Everything up to this batch was looked through. */
export async function moveSwitch({ db }: Pick<Inside, 'db'>, connectionId: string, batch: number): Promise<void> {
  await db.update(conversionSwitch).set({ batch }).where(eq(conversionSwitch.connectionId, connectionId))
}

/** The platform said no: nothing more is sent until a person switches it on again. */
export async function stopSwitch({ db }: Pick<Inside, 'db'>, connectionId: string, say: string): Promise<void> {
  await db.execute(sql`
    update conversion_switch set state = 'stopped', say = ${say} where connection_id = ${connectionId}::uuid and state = 'on'`)
}

export async function newestBatch({ db }: Pick<Inside, 'db'>): Promise<number> {
  const [row] = await db.execute<{ batch: string }>(sql`select batch from ledger_head`)
  return Number(row?.batch ?? 0)
}
