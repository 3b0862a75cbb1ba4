import { actorName, appendAudit, and, eq, sql, tables, type Inside } from '@throughline/db'

const { writeBackSwitch } = tables

export type WriteBackSwitch = typeof writeBackSwitch.$inferSelect
type State = 'due' | 'sending' | 'written' | 'refused' | 'failed' | 'unsure'

/** One person (by contact number) or deal (by its key) of which credit is to be written. */
export interface DueRow {
  of: 'contact' | 'deal'
  key: string
  hash: string | null
}

/** One that is due; `open`: what was handed over last has not ended, so that nobody knows whether it was written. */
interface WaitingRow extends DueRow {
  open: boolean
}

/** `hold`: until the transaction ends, so that what is due is handed over by one at a time. */
export async function readSwitch(
  { db }: Pick<Inside, 'db'>,
  connectionId: string,
  options: { hold?: boolean } = {},
): Promise<WriteBackSwitch | undefined> {
  const query = db.select().from(writeBackSwitch).where(eq(writeBackSwitch.connectionId, connectionId))
  const [row] = await (options.hold ? query.for('update') : query)
  return row
}

/** Connections through which credit is written now. */
export async function switchedOn({ db }: Pick<Inside, 'db'>): Promise<string[]> {
  const rows = await db.execute<{ connection_id: string }>(
    sql`select connection_id from write_back_switch where state = 'on'`,
  )
  return rows.map(({ connection_id }) => connection_id)
}

/** Switches on or off, and says into which fields. Written down. */
export async function writeSwitch(
  inside: Inside,
  { connectionId, on, fields, now }: Pick<WriteBackSwitch, 'connectionId' | 'fields'> & { on: boolean; now: Date },
): Promise<void> {
  const { db, tenantId } = inside
  const change = {
    state: on ? ('on' as const) : ('off' as const),
    fields,
    say: null,
    changedBy: actorName(inside.actor),
    changedAt: now.toISOString(),
  }
  await db
    .insert(writeBackSwitch)
    .values({ tenantId, connectionId, ...change })
    .onConflictDoUpdate({ target: [writeBackSwitch.tenantId, writeBackSwitch.connectionId], set: change })
  if (!on)
    await db.execute(sql`
      update write_back set state = 'refused', why = 'switched_off', settled_at = ${now.toISOString()}::timestamptz
      where connection_id = ${connectionId}::uuid and state in ('due', 'failed')`)
  await appendAudit(db, tenantId, {
    at: now,
    actor: actorName(inside.actor),
    action: on ? 'write_back.switched_on' : 'write_back.switched_off',
    subject: `connection:${connectionId}`,
    detail: { fields },
  })
}

/** The CRM said no several times running: nothing more is written until a person switches it on again. */
export async function stopSwitch({ db }: Pick<Inside, 'db'>, connectionId: string, say: string): Promise<void> {
  await db
    .update(writeBackSwitch)
    .set({ state: 'stopped', say })
    .where(and(eq(writeBackSwitch.connectionId, connectionId), eq(writeBackSwitch.state, 'on')))
}

/** The oldest that are due. */
export async function dueRows({ db }: Pick<Inside, 'db'>, connectionId: string, limit: number): Promise<WaitingRow[]> {
  return db.execute<WaitingRow & Record<string, unknown>>(sql`
    select "of", key, hash, exists (select 1 from action a where a.action_id = w.action_id
      and a.state in ('waiting', 'approved', 'running', 'unsure')) as open
    from write_back w where connection_id = ${connectionId}::uuid and state = 'due'
    order by tenant_id, connection_id, state, due_at, key limit ${limit}::int`)
}

/**
 * People whom the CRM did not know when their credit was to be written are due again where it has told of them, or of somebody who is
 * part of them, since it was last looked: a gift is credited in seconds, a CRM read minutes later. The switch is to be held.
 */
export async function requeueMet(
  { db }: Pick<Inside, 'db'>,
  { connectionId, metBatch }: Pick<WriteBackSwitch, 'connectionId' | 'metBatch'>,
  { source, upTo, rootOf }: { source: string; upTo: number; rootOf: (contactNo: number) => number },
): Promise<void> {
  if (upTo <= metBatch) return
  const told = await db.execute<{ contact_no: number }>(sql`
    select distinct contact_no from fact where batch > ${metBatch}::bigint and batch <= ${upTo}::bigint
      and kind = 'crm_contact' and source = ${source} and contact_no > 0 and not withdrawn`)
  const keys = told.map(({ contact_no }) => rootOf(contact_no))
  await db.execute(sql`
    update write_back set state = 'due', why = null, settled_at = null
    where connection_id = ${connectionId}::uuid and state = 'refused' and why = 'not_in_crm' and "of" = 'contact'
      and key = any(${`{${keys.join(',')}}`}::text[])`)
  await db.update(writeBackSwitch).set({ metBatch: upTo }).where(eq(writeBackSwitch.connectionId, connectionId))
}

/** How one stands now. */
export async function moveRow(
  { db }: Pick<Inside, 'db'>,
  connectionId: string,
  { of, key }: Pick<DueRow, 'of' | 'key'>,
  {
    state,
    why = null,
    actionId = null,
    now,
  }: { state: State; why?: string | null; actionId?: string | null; now: Date },
): Promise<void> {
  await db.execute(sql`
    update write_back set state = ${state}, why = ${why}, action_id = coalesce(${actionId}::uuid, action_id),
      settled_at = ${state === 'due' || state === 'sending' ? null : now.toISOString()}::timestamptz
    where connection_id = ${connectionId}::uuid and "of" = ${of} and key = ${key}`)
}

/** What an action is about to write: the same is not written again. Null where it was not. */
export async function noteHash({ db }: Pick<Inside, 'db'>, actionId: string, hash: string | null): Promise<void> {
  await db.execute(sql`update write_back set hash = ${hash} where action_id = ${actionId}::uuid`)
}

/** How the one that an action is about stands now, unless it became due again meanwhile. */
export async function settleRow(
  { db }: Pick<Inside, 'db'>,
  actionId: string,
  from: readonly State[],
  { state, why = null, now }: { state: State; why?: string | null; now: Date },
): Promise<void> {
  await db.execute(sql`
    update write_back set state = ${state}, why = ${why},
      settled_at = ${state === 'due' ? null : now.toISOString()}::timestamptz
    where action_id = ${actionId}::uuid and state = any(${`{${from.join(',')}}`}::text[])`)
}

/** Whether the last so many that were settled all failed. */
export async function failedRunning({ db }: Pick<Inside, 'db'>, connectionId: string, n: number): Promise<boolean> {
  const rows = await db.execute<{ state: State }>(sql`
    select state from write_back where connection_id = ${connectionId}::uuid and state in ('written', 'failed')
    order by settled_at desc limit ${n}::int`)
  return rows.length === n && rows.every(({ state }) => state === 'failed')
}

/** Those that failed are due again. @returns how many */
export async function requeueFailed({ db }: Pick<Inside, 'db'>, connectionId: string): Promise<number> {
  const rows = await db.execute(sql`
    update write_back set state = 'due', why = null, settled_at = null
    where connection_id = ${connectionId}::uuid and state = 'failed' returning 1`)
  return rows.length
}

/** How all stand, and why not where not. */
export async function countRows(
  { db }: Pick<Inside, 'db'>,
  connectionId: string,
): Promise<{ state: State; why: string | null; count: number }[]> {
  const rows = await db.execute<{ state: State; why: string | null; n: string }>(sql`
    select state, why, count(*)::text as n from write_back where connection_id = ${connectionId}::uuid
    group by 1, 2 order by count(*) desc, 2`)
  return rows.map(({ state, why, n }) => ({ state, why, count: Number(n) }))
}

/** So many of the newest are tried until one is found that the CRM knows. */
const tried = 20

/** The people and deals credited last, newest first. */
export async function newestCredited(
  { db }: Pick<Inside, 'db'>,
  of: DueRow['of'],
  connector: string,
): Promise<string[]> {
  const rows = await db.execute<{ key: string }>(
    of === 'deal'
      ? sql`select source_key as key from journey where type = 'won' and source = ${connector}
          order by tenant_id desc, happened_at desc limit ${tried}::int`
      : sql`select contact_no::text as key from journey where type <> 'won' and contact_no > 0
          order by tenant_id desc, happened_at desc limit ${tried}::int`,
  )
  return [...new Set(rows.map(({ key }) => key))]
}
