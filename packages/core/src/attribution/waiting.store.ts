import { sql, type Inside } from '@throughline/db'
import { isDeliveryBehind } from './delivery/index.ts'
import { readAttributionHead } from './head.store.ts'
import { readSettings } from './setting.store.ts'

/** Whether gifts, refunds or what is credited by are still to be followed back: what pages say of their figures. */
export async function isWaiting(inside: Pick<Inside, 'db'>): Promise<boolean> {
  const [head, settings] = [await readAttributionHead(inside), await readSettings(inside)]
  if (head.sweep !== null || head.lookedUpTo !== null || head.modelNo !== settings.current.modelNo) return true
  const rows = await inside.db.execute(sql`
    select 1 from fact where batch > ${head.batch}::bigint and kind in ('conversion', 'refund', 'touchpoint', 'contact_link', 'opportunity') limit 1`)
  return rows.length > 0
}

/** Whether any batch at all is still to be followed: until it was, journeys need not be what facts say. */
export async function isBehind(inside: Pick<Inside, 'db'>): Promise<boolean> {
  if ((await isWaiting(inside)) || (await isDeliveryBehind(inside))) return true
  const { batch } = await readAttributionHead(inside)
  const rows = await inside.db.execute(
    sql`select 1 from batch where batch > ${batch}::bigint and origin <> 'attribution' limit 1`,
  )
  return rows.length > 0
}
