import type { Delivered } from '@throughline/connector-kit'
import { Envelope } from './schema.ts'

/**
 * Takes a body apart, one row per line item and never only the first. The body says what it is, whichever of the three
 * URLs it came to: a line with `refundedAt` (or a contribution with it) is a refund, a contribution with `cancelledAt`
 * ends its series, anything else is a gift. A refund of a cancelled series is both.
 */
export function splitNotice(body: unknown): Delivered[] {
  const { contribution, lineitems, donor, form } = Envelope.parse(body)
  const isRefund = filled(contribution.refundedAt) || lineitems.some((line) => filled(line.refundedAt))
  const isCancellation = filled(contribution.cancelledAt)
  return lineitems.flatMap((lineitem, index) => {
    const raw = { donor, contribution, lineitem, form }
    const part = { raw: 'lineitem', body: `lineitems.${index}` }
    const streams = [
      ...(filled(lineitem.refundedAt) || filled(contribution.refundedAt) ? ['refund_notices'] : []),
      ...(isCancellation ? ['cancellation_notices'] : []),
      ...(!isRefund && !isCancellation ? ['donation_notices'] : []),
    ]
    return streams.map((stream) => ({ stream, ...keyOf(lineitem.lineitemId), raw, part }))
  })
}

const filled = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

/** The line's id, for a row that may turn out to be unreadable. */
function keyOf(id: unknown): { key?: string } {
  return typeof id === 'string' || typeof id === 'number' ? { key: String(id) } : {}
}
