import type { Conversion, Money, Refund } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { factsAt, placeOf, zoneAt, type FactRow } from '../ledger/index.ts'
import { asKnown } from './as-known.ts'
import { checkRange } from './compared-range.ts'
import { contactNosOf, nameIn } from './latest.ts'
import type { MaskedNames } from './masked-names.ts'
import type { ProvenMetricId } from './proven-metric.ts'
import { readCursor, writeCursor, type PageInput, type PageOf } from './page.ts'
import { peoplePage } from './people-page.ts'
import type { ProofInput, ProofRow } from './proof-types.ts'
import { provenMetrics } from './proven-metrics.ts'

/** The rows behind a figure as known at a batch, newest first: what each adds, with people's names masked. */
export async function proofRowsOf(
  inside: Inside,
  input: ProofInput & PageInput,
  maskedNames: MaskedNames,
): Promise<PageOf<ProofRow>> {
  checkRange(input.range)
  const metric = provenMetrics[input.metric]
  const { batch } = await asKnown(inside, input.batch)
  const timeZone = await zoneAt(inside, batch)
  if (metric.people) {
    const newOnly = metric.id === 'new_donors'
    return peoplePage(
      inside,
      { range: input.range, batch, newOnly, timeZone, cursor: input.cursor, limit: input.limit },
      maskedNames,
    )
  }
  const page = await factsAt(inside, {
    kinds: metric.rows,
    range: input.range,
    batch,
    countedOnly: true,
    after: readCursor(input.cursor),
    limit: input.limit,
  })
  const names = await maskedNames(inside, contactNosOf(page.rows))
  return {
    rows: page.rows.map((row) => rowOf(row, metric.id, timeZone, nameIn(names, row.contactNo))),
    next: writeCursor(page.next),
  }
}

function rowOf(row: FactRow, metric: ProvenMetricId, timeZone: string, donor: string): ProofRow {
  const value = row.value as unknown as Conversion | Refund
  const { day } = placeOf(value, timeZone)
  const shared = { source: row.source, key: row.key, happenedAt: row.happenedAt, day, donor }
  if (value.kind === 'refund') {
    const fee = value.feeReturned?.amount ?? null
    const kind = value.type === 'chargeback' ? 'chargeback' : 'refund'
    return {
      ...shared,
      kind,
      gross: negative(value.amount),
      fee: fee && negative(fee),
      adds: addsOfRefund(value, metric),
    }
  }
  return {
    ...shared,
    kind: 'gift',
    gross: value.amount,
    fee: value.fee?.amount ?? null,
    adds: addsOfGift(value, metric),
  }
}

/** What a gift adds to a figure in money; null where the figure is no sum of money over gifts. */
function addsOfGift(gift: Conversion, metric: ProvenMetricId): Money | null {
  switch (metric) {
    case 'raised_gross':
    case 'average_gift':
      return gift.amount
    case 'raised_net':
      return less(gift.amount, gift.fee?.amount)
    case 'recurring_share':
      return gift.plan === undefined ? { ...gift.amount, minor: 0 } : gift.amount
    case 'gifts':
    case 'donors':
    case 'new_donors':
    case 'refunded':
      return null
  }
}

function addsOfRefund(refund: Refund, metric: ProvenMetricId): Money | null {
  if (metric === 'refunded') return refund.amount
  return metric === 'raised_net' ? negative(less(refund.amount, refund.feeReturned?.amount)) : null
}

const negative = ({ minor, currency }: Money): Money => ({ minor: minor === 0 ? 0 : -minor, currency })
const less = (amount: Money, part: Money | undefined): Money => ({
  ...amount,
  minor: amount.minor - (part?.minor ?? 0),
})
