import type { Cause, Day } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import { batchAt } from './as-of.store.ts'
import { mergedAt, type ContactLink } from './contact-links.ts'
import { countPeopleChanges, type PeopleChange } from './people-changes.ts'
import { countPeopleOver, type People, type PeopleRange } from './people.ts'
import { changeStrips, peopleStrips } from './strips.store.ts'

/** Every merge and unmerge of contacts, in the order in which they were written. */
export async function contactLinks({ db }: Pick<Inside, 'db'>): Promise<ContactLink[]> {
  const rows = await db.execute<{ from: string; into: string; withdrawn: boolean; batch: string; cause: Cause }>(sql`
    select source_key as "from", value ->> 'into' as "into", withdrawn, batch, cause from fact
    where kind = 'contact_link' and source = 'throughline' order by fact.batch, source_key, version`)
  return rows.map((row) => ({
    from: Number(row.from),
    into: Number(row.into),
    linked: !row.withdrawn,
    batch: Number(row.batch),
    cause: row.cause,
  }))
}

/** Every contact that is part of another one, and of which, as known at a batch; without one, now. */
export async function mergedContacts(inside: Pick<Inside, 'db'>, batch?: number): Promise<Map<number, number>> {
  return mergedAt(await contactLinks(inside), batch ?? Infinity)
}

/** Distinct people of days [from, to] as known at a batch; without one, now. */
export async function peopleAt(
  inside: Pick<Inside, 'db'>,
  { batch, ...range }: PeopleRange & { batch?: number | undefined },
): Promise<People> {
  const [people] = await peopleOver(inside, [range], batch)
  return people ?? { donors: 0, newDonors: 0, days: [] }
}

/** Distinct people of each of several ranges, reading strips once. */
export async function peopleOver(
  inside: Pick<Inside, 'db'>,
  ranges: readonly PeopleRange[],
  batch?: number,
): Promise<People[]> {
  const last = ranges
    .map(({ to }) => to)
    .sort()
    .at(-1)
  if (last === undefined) return []
  const at = batch ?? (await batchAt(inside)).batch
  const parted = ranges.flatMap(({ to, until }) => (until === undefined ? [] : [to])).sort()
  const [first, end] = [parted[0], parted.at(-1)]
  const timed = first !== undefined && end !== undefined ? { from: first, to: end } : undefined
  const [strips, links] = await Promise.all([
    peopleStrips(inside, { to: last, batch: at, timed }),
    contactLinks(inside),
  ])
  return countPeopleOver(strips, ranges, at, links)
}

/** Why the people of days [from, to] changed between two batches, by cause, summing exactly to the difference. */
export async function peopleChanges(
  inside: Pick<Inside, 'db'>,
  range: { from: Day; to: Day; then: number; now: number },
): Promise<PeopleChange[]> {
  const [strips, links] = await Promise.all([changeStrips(inside, range.to), contactLinks(inside)])
  return countPeopleChanges(strips, range, links)
}

/** Whether all of these numbers were given out. */
export async function contactsExist({ db }: Pick<Inside, 'db'>, contactNos: readonly number[]): Promise<boolean> {
  const rows = await db.execute(
    sql`select 1 from contact where contact_no = any(${`{${contactNos.join(',')}}`}::int[])`,
  )
  return rows.length === new Set(contactNos).size
}
