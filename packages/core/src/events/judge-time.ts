import type { RejectionCode } from './judged.ts'

const minuteMs = 60_000
const dayMs = 86_400_000
/** A clock may be ahead by this much. */
const aheadMs = 5 * minuteMs
/** Older events come by an import, which is audited. */
const oldestMs = 30 * dayMs
/** Later than this an event is tagged: its day was over, and is counted anew. */
const lateMs = dayMs
/** Before this nothing that is analysed here happened. */
const earliest = Date.UTC(1970, 0, 1)

export type TimeJudged =
  { ok: true; happenedAt: number; late: boolean } | { ok: false; code: RejectionCode; reason: string }

/**
 * When an event happened, by our clock, or why that cannot be. An import may tell of any past.
 * @param skewMs how far the sender's clock is ahead
 * @param from events from before were forgotten
 */
export function judgeTime(
  timestamp: string,
  {
    receivedAt,
    skewMs,
    imported,
    from = -Infinity,
  }: { receivedAt: number; skewMs: number; imported: boolean; from?: number | undefined },
): TimeJudged {
  const said = Date.parse(timestamp)
  if (Number.isNaN(said)) return { ok: false, code: 'invalid_timestamp', reason: 'Not an instant.' }
  const happenedAt = said - skewMs
  if (happenedAt > receivedAt + aheadMs)
    return { ok: false, code: 'timestamp_in_future', reason: 'More than 5 minutes ahead of our clock.' }
  if (!imported && happenedAt < receivedAt - oldestMs)
    return { ok: false, code: 'too_old', reason: 'More than 30 days ago: older events come by an import.' }
  if (happenedAt < from)
    return { ok: false, code: 'too_old', reason: 'Of a time whose events were forgotten: their counts are kept.' }
  if (happenedAt < earliest) return { ok: false, code: 'too_old', reason: 'Before 1970.' }
  return { ok: true, happenedAt, late: happenedAt < receivedAt - lateMs }
}
