import { sql, type Inside } from '@throughline/db'

/** In whose words the tenant speaks. */
export async function tenantVertical({ db }: Pick<Inside, 'db'>): Promise<'fundraising' | 'commerce'> {
  const [row] = await db.execute<{ vertical: 'fundraising' | 'commerce' }>(sql`select vertical from tenant`)
  return row?.vertical ?? 'fundraising'
}
