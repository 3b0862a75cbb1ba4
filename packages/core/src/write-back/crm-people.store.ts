import { sql, type Inside } from '@throughline/db'

/** Whom a deal names, the primary one first. */
export async function peopleOfDeal({ db }: Pick<Inside, 'db'>, source: string, deal: string): Promise<number[]> {
  const rows = await db.execute<{ contact_no: number }>(sql`
    select contact_no from deal_contact where source = ${source} and deal = ${deal} and contact_no > 0 order by place`)
  return rows.map(({ contact_no }) => contact_no)
}

/** Whether any of these was erased. */
export async function anyErased({ db }: Pick<Inside, 'db'>, contactNos: readonly number[]): Promise<boolean> {
  const rows = await db.execute(sql`
    select 1 from contact where contact_no = any(${`{${contactNos.join(',')}}`}::int[]) and erased_at is not null limit 1`)
  return rows.length > 0
}

/** Keys of a person's records at a CRM, those that are still there. */
export async function crmKeys(
  { db }: Pick<Inside, 'db'>,
  source: string,
  contactNos: readonly number[],
): Promise<string[]> {
  const rows = await db.execute<{ key: string }>(sql`
    select f.source_key as key from fact f where f.contact_no = any(${`{${contactNos.join(',')}}`}::int[])
      and f.kind = 'crm_contact' and f.source = ${source} and not f.withdrawn and not exists (
        select 1 from fact newer where newer.kind = f.kind and newer.source = f.source and newer.source_key = f.source_key
          and newer.version > f.version offset 0)
    order by 1`)
  return rows.map(({ key }) => key)
}
