import { and, desc, eq, inArray, lt, or, sql, tables, type Inside } from '@throughline/db'

const { action } = tables

/** One action as it is kept. */
export type ActionRow = typeof action.$inferSelect
export type ActionState = ActionRow['state']

/** Keeps a new action; where the key was used already, the one that it was used for. */
export async function insertAction(
  { db, tenantId }: Inside,
  row: Omit<typeof action.$inferInsert, 'tenantId'>,
): Promise<{ row: ActionRow; fresh: boolean }> {
  const [inserted] = await db
    .insert(action)
    .values({ tenantId, ...row })
    .onConflictDoNothing()
    .returning()
  if (inserted) return { row: inserted, fresh: true }
  const [before] = await db.select().from(action).where(eq(action.idempotencyKey, row.idempotencyKey))
  if (!before) throw new Error('an action that conflicts is there')
  return { row: before, fresh: false }
}

/** `hold`: until the transaction ends. */
export async function findAction(
  { db }: Pick<Inside, 'db'>,
  actionId: string,
  options: { hold?: boolean } = {},
): Promise<ActionRow | undefined> {
  const query = db.select().from(action).where(eq(action.actionId, actionId))
  const [row] = await (options.hold ? query.for('update') : query)
  return row
}

/** Moves an action on, if it still stands where it was seen. @returns whether it did */
export async function moveAction(
  { db }: Pick<Inside, 'db'>,
  actionId: string,
  from: readonly ActionState[],
  change: Partial<Omit<ActionRow, 'tenantId' | 'actionId'>>,
): Promise<boolean> {
  const moved = await db
    .update(action)
    .set(change)
    .where(and(eq(action.actionId, actionId), inArray(action.state, [...from])))
    .returning({ actionId: action.actionId })
  return moved.length > 0
}

/** Newest first. `cursor` is what the page before called `next`. */
export async function listActions(
  { db }: Pick<Inside, 'db'>,
  page: { cursor?: string | undefined; limit: number; connectionId?: string | undefined },
): Promise<{ rows: ActionRow[]; next: string | null }> {
  const [at = '', id = ''] = page.cursor?.split('|') ?? []
  const rows = await db
    .select()
    .from(action)
    .where(
      and(
        page.connectionId === undefined ? undefined : eq(action.connectionId, page.connectionId),
        page.cursor === undefined
          ? undefined
          : or(lt(action.requestedAt, at), and(eq(action.requestedAt, at), lt(action.actionId, id))),
      ),
    )
    .orderBy(desc(action.requestedAt), desc(action.actionId))
    .limit(page.limit + 1)
  const shown = rows.slice(0, page.limit)
  const last = shown.at(-1)
  return { rows: shown, next: rows.length > page.limit && last ? `${last.requestedAt}|${last.actionId}` : null }
}

/** How many wait for somebody's word. */
export async function waitingActions({ db }: Pick<Inside, 'db'>): Promise<number> {
  const [row] = await db
    .select({ n: sql<string>`count(*)` })
    .from(action)
    .where(eq(action.state, 'waiting'))
  return Number(row?.n ?? 0)
}

export { actorName, appendAudit, authenticateJob as jobOf } from '@throughline/db'
