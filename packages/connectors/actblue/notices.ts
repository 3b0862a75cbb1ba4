import type { Delivered } from '@throughline/connector-kit'
import { Envelope } from './schema.ts'

/** Which of the three URLs a body came to. */
export type NoticeUrl = 'contribution' | 'refund' | 'cancellation'

/**
 * Takes a body apart, one row per line item and never only the first. The body says what it is, whichever of the three
 * URLs it came to: a line with `refundedAt` (or a contribution with it) is a refund, a contribution with `cancelledAt`
 * ends its series, anything else is a gift. A refund of a cancelled series is both, and so is a gift of one: told again later, at
 * the gifts' own URL, it is still a gift.
 */
export function splitNotice(body: unknown, url: NoticeUrl): Delivered[] {
  const { contribution, lineitems, donor, form } = Envelope.parse(body)
  const isRefund = filled(contribution.refundedAt) || lineitems.some((line) => filled(line.refundedAt))
  const isCancellation = filled(contribution.cancelledAt)
  return lineitems.flatMap((lineitem, index) => {
    const raw = { donor, contribution, lineitem, form }
    const part = { raw: 'lineitem', body: `lineitems.${index}` }
    const isGift = isCancellation
      ? url === 'contribution' && filled(lineitem.paidAt) && !saysOnlyEnd(contribution)
      : true
    const streams = [
      ...(filled(lineitem.refundedAt) || filled(contribution.refundedAt) ? ['refund_notices'] : []),
      ...(isCancellation ? ['cancellation_notices'] : []),
      ...(!isRefund && isGift ? ['donation_notices'] : []),
    ]
    return streams.map((stream) => ({ stream, ...keyOf(lineitem.lineitemId), raw, part }))
  })
}

const statuses = ['approved', 'pending', 'declined']

/** Fields that only the cancellations' kind has, or a status that is none of a gift's: nothing is said of a charge. */
function saysOnlyEnd({ recurCompleted, recurPledged, recurringType, status }: Envelope['contribution']): boolean {
  if ([recurCompleted, recurPledged, recurringType].some(filled)) return true
  return filled(status) && !(typeof status === 'string' && statuses.includes(status.toLowerCase()))
}

const filled = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

/** The line's id, for a row that may turn out to be unreadable. */
function keyOf(id: unknown): { key?: string } {
  return typeof id === 'string' || typeof id === 'number' ? { key: String(id) } : {}
}
