import { tables, type Transaction } from '@throughline/db'

const { member, tenantGrant } = tables

/** Who is who, as far as the reader may know. */
export async function peopleNames(db: Transaction): Promise<ReadonlyMap<string, string>> {
  const colleagues = await db.select({ userId: member.userId, name: member.name }).from(member)
  const granted = await db.select({ userId: tenantGrant.userId, name: tenantGrant.name }).from(tenantGrant)
  return new Map([...colleagues, ...granted].map((row) => [`user:${row.userId}`, row.name]))
}
