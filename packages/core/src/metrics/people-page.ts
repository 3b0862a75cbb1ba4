import type { Conversion, Day } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { factsAt, mergedContacts, peopleStrips, placeOf, type FactRow } from '../ledger/index.ts'
import type { DayRange } from './compared-range.ts'
import { giversAfter, giversOf, type Giver } from './givers.ts'
import { nameIn } from './latest.ts'
import type { MaskedNames } from './masked-names.ts'
import { readCursor, writeCursor, type PageInput, type PageOf } from './page.ts'
import type { ProofRow } from './proof-types.ts'

/** More gifts than this of one page of people are not summed: their total is left out. */
const mostGifts = 20_000

/** People who gave in a range as known at a batch, newest first gift first, each with what they gave in it. */
export async function peoplePage(
  inside: Inside,
  query: { range: DayRange; batch: number; newOnly: boolean; timeZone: string } & PageInput,
  maskedNames: MaskedNames,
): Promise<PageOf<ProofRow>> {
  const { range, batch } = query
  const [strips, merged] = await Promise.all([
    peopleStrips(inside, { to: range.to, batch, timed: range }),
    mergedContacts(inside, batch),
  ])
  const all = giversOf(strips, { ...query.range, batch: query.batch }, merged).filter(
    ({ isNew }) => isNew || !query.newOnly,
  )
  const after = readCursor(query.cursor)
  const rest = after
    ? giversAfter(all, { firstSec: Date.parse(after.happenedAt) / 1000, contactNo: Number(after.key) })
    : all
  const page = rest.slice(0, query.limit)
  const rootOf = (contactNo: number) => merged.get(contactNo) ?? contactNo
  const roots = new Set(page.map(({ contactNo }) => contactNo))
  const contactNos = [...roots, ...[...merged].filter(([, root]) => roots.has(root)).map(([contactNo]) => contactNo)]
  const [{ rows: gifts }, names] = await Promise.all([
    factsAt(inside, {
      kinds: ['conversion'],
      range: query.range,
      batch: query.batch,
      countedOnly: true,
      contactNos,
      limit: mostGifts,
    }),
    maskedNames(inside, [...roots]),
  ])
  const giftsOf = Map.groupBy(gifts, ({ contactNo }) => rootOf(contactNo ?? 0))
  const last = rest.length > page.length ? page.at(-1) : undefined
  return {
    rows: page.flatMap((giver) =>
      rowOf(giver, giftsOf.get(giver.contactNo) ?? [], query.timeZone, nameIn(names, giver.contactNo)),
    ),
    next: writeCursor(
      last
        ? {
            happenedAt: new Date(last.firstSec * 1000).toISOString(),
            kind: 'donor',
            source: '',
            key: String(last.contactNo),
          }
        : null,
    ),
  }
}

function rowOf(giver: Giver, gifts: readonly FactRow[], timeZone: string, donor: string): ProofRow[] {
  const first = gifts.at(-1)
  if (!first) return []
  const amounts = gifts.map(({ value }) => (value as unknown as Conversion).amount)
  const currency = amounts[0]?.currency ?? ''
  const same = amounts.every((amount) => amount.currency === currency)
  const day: Day = placeOf(first.value as unknown as Conversion, timeZone).day
  const gross = same ? { minor: amounts.reduce((sum, { minor }) => sum + minor, 0), currency } : null
  return [
    {
      kind: 'donor',
      source: first.source,
      key: first.key,
      happenedAt: first.happenedAt,
      day,
      donor,
      gross,
      fee: null,
      adds: null,
    },
  ]
}
