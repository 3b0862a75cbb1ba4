import { sql, type Database } from '@throughline/db'
import type { Queue } from '@throughline/core/jobs'

/**
 * Nudges the watch of every client, once when a worker starts: who was here before there was a watch gets its schedule by that, also
 * where nothing comes in any more.
 */
export async function watchAll({ database, queue }: { database: Database; queue: Queue }): Promise<void> {
  const tenants = await database.call<{ tenant_id: string }>(sql`select tenant_id from list_tenants()`)
  for (const { tenant_id: tenantId } of tenants)
    await queue.add({ tenantId, kind: 'watch', attempt: 0 }, { ifNone: true })
}
