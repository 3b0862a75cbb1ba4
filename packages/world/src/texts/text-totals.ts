import type { EmulatedBroadcast, EmulatedMessage } from '@throughline/connector-switchboard/emulator'
import type { Millis } from '../line-item.ts'
import type { ZoneClock } from '../zone-clock.ts'

/** What the world knows of one day's texts to many: by the day on which they were sent. */
export interface TextTotals {
  sent: number
  delivered: number
  failed: number
  /** Messages whose link was opened, whose person answered, who wanted no more. */
  clicked: number
  replied: number
  optedOut: number
  /** Of broadcasts that began that day, as far as they were sent. Cents. */
  costMinor: number
}

const nothing = (): TextTotals => ({
  ...{ sent: 0, delivered: 0, failed: 0, clicked: 0, replied: 0, optedOut: 0, costMinor: 0 },
})

/** Totals of texts by day of `clock`, as they stand at `until`: plain additions over the world's own messages. */
export function textTotals(
  broadcasts: Iterable<EmulatedBroadcast & { messages: readonly EmulatedMessage[] }>,
  clock: ZoneClock,
  until: Millis,
): Map<string, TextTotals> {
  const days = new Map<string, TextTotals>()
  const on = (at: Millis): TextTotals => {
    const day = clock.day(at)
    const totals = days.get(day) ?? nothing()
    days.set(day, totals)
    return totals
  }
  const past = (at: Millis | undefined) => at !== undefined && at <= until
  for (const { messages, startAt = 0, costMinor = 0 } of broadcasts) {
    const there = messages.filter(({ sentAt, visibleAt }) => past(visibleAt ?? sentAt))
    for (const message of there) {
      const totals = on(message.sentAt ?? 0)
      totals.sent += 1
      if (past(message.failedAt)) totals.failed += 1
      else if (past(message.deliveredAt)) totals.delivered += 1
      if (message.clicks?.some(past)) totals.clicked += 1
      if (past(message.repliedAt)) totals.replied += 1
      if (past(message.optedOutAt)) totals.optedOut += 1
    }
    const sent = messages.filter(({ sentAt }) => past(sentAt)).length
    if (past(startAt) && messages.length > 0) on(startAt).costMinor += Math.round((costMinor * sent) / messages.length)
  }
  return days
}
