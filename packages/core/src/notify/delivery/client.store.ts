import { tables, type Inside } from '@throughline/db'

/** How a client is called, and where its pages are. */
export async function clientName({ db }: Pick<Inside, 'db'>): Promise<{ slug: string; name: string }> {
  const { slug, name } = tables.tenant
  const [row] = await db.select({ slug, name }).from(tables.tenant)
  return row ?? { slug: '', name: '' }
}
