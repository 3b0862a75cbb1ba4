import type { Inside } from '@throughline/db'
import type { ContactLink } from '../ledger/index.ts'
import { codesOf } from './journeys/codes-of.ts'
import { readHistories } from './journeys/history.store.ts'
import type { Journey } from './journeys/journey.ts'
import { journeysOf } from './journeys/journeys-of.ts'
import { withClicks, type TenantReaders } from './readers.store.ts'

/** Every journey of these people, as their facts and the click ids that were seen say: the one way in which journeys are derived. */
export async function derivePeople(
  inside: Inside,
  members: ReadonlyMap<number, readonly number[]>,
  { links, readers: tenant, timeZone }: { links: readonly ContactLink[]; readers: TenantReaders; timeZone: string },
): Promise<Journey[]> {
  const histories = await readHistories(inside, members, links)
  const codes = histories.flatMap(({ conversions }) => conversions.map(({ value }) => codesOf(value, 0)))
  const readers = await withClicks(inside, tenant, codes)
  return histories.flatMap((person) => journeysOf(person, readers, timeZone))
}
