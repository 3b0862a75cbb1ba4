import { and, eq, gte, inArray, sql, tables, type Inside } from '@throughline/db'

const { connection, syncRun } = tables

/** What only the health page shows of a connection. */
export async function healthRow({ db }: Pick<Inside, 'db'>, connectionId: string) {
  const [row] = await db
    .select({ checkedAt: connection.checkedAt, usage: connection.usage, usageAt: connection.usageAt })
    .from(connection)
    .where(eq(connection.connectionId, connectionId))
  return row ?? { checkedAt: null, usage: null, usageAt: null }
}

/** Rows that reading, other than history's, found new since then. */
export async function newRowsRead({ db }: Pick<Inside, 'db'>, connectionId: string, since: Date): Promise<number> {
  const [row] = await db
    .select({ n: sql<string>`coalesce(sum(${syncRun.fresh}), 0)` })
    .from(syncRun)
    .where(
      and(
        eq(syncRun.connectionId, connectionId),
        gte(syncRun.startedAt, since.toISOString()),
        inArray(syncRun.trigger, ['schedule', 'person']),
      ),
    )
  return Number(row?.n ?? 0)
}
