import { sql, type Inside } from '@throughline/db'

/** Somebody of the agency who sees this client. */
export interface Colleague {
  userId: string
  name: string
  email: string
}

/** Agency staff who see this client now: whoever may own an alert or be mailed of one. */
export async function colleaguesOf({ db }: Pick<Inside, 'db'>): Promise<Colleague[]> {
  const rows = await db.execute<{ user_id: string; name: string; email: string }>(sql`
    select m.user_id, m.name, m.email from member m
    where m.role in ('owner', 'admin') or exists (select 1 from tenant_grant g where g.user_id = m.user_id)
    order by m.name, m.user_id`)
  return [...rows].map((row) => ({ userId: row.user_id, name: row.name, email: row.email }))
}
