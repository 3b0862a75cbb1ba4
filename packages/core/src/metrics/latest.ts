import type { Conversion, Instant, Money } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { factsAt, refundsOf, type FactRow } from '../ledger/index.ts'
import type { MaskedNames } from './masked-names.ts'
import { readCursor, writeCursor, type PageInput, type PageOf } from './page.ts'

/** One gift as lists show it. */
export interface Gift {
  source: string
  key: string
  happenedAt: Instant
  /** `A… E…`, or `Someone` without a name. */
  donor: string
  amount: Money
  recurring: boolean
  refunded: boolean
  form: string | null
  refcode: string | null
  region: string | null
}

const someone = 'Someone'

/** The latest counted gifts, newest first. */
export async function latestGifts(inside: Inside, input: PageInput, maskedNames: MaskedNames): Promise<PageOf<Gift>> {
  const page = await factsAt(inside, {
    kinds: ['conversion'],
    countedOnly: true,
    after: readCursor(input.cursor),
    limit: input.limit,
  })
  const [names, refunded] = await Promise.all([
    maskedNames(inside, contactNosOf(page.rows)),
    refundedKeys(inside, page.rows),
  ])
  return { rows: page.rows.map((row) => giftOf(row, names, refunded)), next: writeCursor(page.next) }
}

export const contactNosOf = (rows: readonly FactRow[]): number[] => [
  ...new Set(rows.flatMap(({ contactNo }) => (contactNo === null ? [] : [contactNo]))),
]

/** `source\0key` of those among these gifts that were given back. */
async function refundedKeys(inside: Inside, rows: readonly FactRow[]): Promise<Set<string>> {
  const bySource = Map.groupBy(rows, ({ source }) => source)
  const found = await Promise.all(
    [...bySource].map(([source, gifts]) =>
      refundsOf(
        inside,
        source,
        gifts.map(({ key }) => key),
      ),
    ),
  )
  return new Set(found.flat().map((refund) => `${refund.source}\0${refund.refersTo}`))
}

function giftOf(row: FactRow, names: ReadonlyMap<number, string>, refunded: ReadonlySet<string>): Gift {
  const value = row.value as unknown as Conversion
  return {
    source: row.source,
    key: row.key,
    happenedAt: row.happenedAt,
    donor: nameIn(names, row.contactNo),
    amount: value.amount,
    recurring: value.plan !== undefined,
    refunded: refunded.has(`${row.source}\0${row.key}`),
    form: value.form ?? null,
    refcode: value.refcodes?.['refcode'] ?? null,
    region: value.region ?? null,
  }
}

export const nameIn = (names: ReadonlyMap<number, string>, contactNo: number | null): string =>
  contactNo === null ? someone : (names.get(contactNo) ?? someone)
