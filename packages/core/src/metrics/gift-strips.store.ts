import type { Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import type { GiftStrip } from './givers.ts'

/** Strips up to a day, with what is needed to list people. */
export async function giftStrips({ db }: Pick<Inside, 'db'>, to: Day): Promise<GiftStrip[]> {
  const rows = await db.execute<GiftStrip & Record<string, unknown>>(sql`
    select day::text as day, n, contact, sec, kind, sign, recorded from strip where day <= ${to}::date`)
  return [...rows]
}
