import { sql } from 'drizzle-orm'
import { connect } from './connect.ts'
import type { Database } from './database.ts'

/** A month of events of all clients, as it lies on the disk. */
export interface EventMonth {
  /** YYYY-MM, in UTC. */
  month: string
  /** With its indexes. */
  bytes: number
}

/** Waiting for every writer to pause for a moment. */
const lockTimeout = '1s'
const triesAtMost = 20

/** Months that are over before a day, the oldest first. Nothing of the last 35 days is ever among them. */
export async function oldEventMonths(database: Pick<Database, 'call'>, before: string): Promise<EventMonth[]> {
  const rows = await database.call<{ month: string; bytes: string }>(
    sql`select to_char(month, 'YYYY-MM') as month, bytes from old_partitions(${before}::date)`,
  )
  return rows.map(({ month, bytes }) => ({ month, bytes: Number(bytes) }))
}

/**
 * Drops a month of events, of all clients. It waits for a moment between the writers' transactions, a second at a time.
 * @param url of the login that owns the tables
 */
export async function dropEventMonth(url: string, month: string): Promise<void> {
  if (!/^\d{4}-\d\d$/.test(month)) throw new Error('not a month')
  const owner = connect(url, { max: 1, onnotice: () => {} })
  try {
    for (let tries = 1; ; tries++)
      try {
        await owner.begin(async (tx) => {
          await tx.unsafe(`set local lock_timeout = '${lockTimeout}'`)
          // Whoever makes months waits, and sees what is left.
          await tx`select pg_advisory_xact_lock(7271002)`
          await tx.unsafe(`drop table if exists event_months.event_${month.replace('-', '')}`)
        })
        return
      } catch (error) {
        if (tries === triesAtMost || !crossed.has((error as { code?: string }).code ?? '')) throw error
      }
  } finally {
    await owner.end()
  }
}

/** Deadlock detected; lock not available. */
const crossed = new Set(['40P01', '55P03'])
