import { RetryLater, type Ctx, type Range, type Tally, type Total } from '@throughline/connector-kit'
import { countedOf, countOf, hasBegun, sendTime } from './broadcast-state.ts'
import { listFailed, stepList, type ListAt } from './paging.ts'
import { BroadcastOutline, type PhoneMessage } from './schema.ts'
import { scrubRow } from './scrub.ts'
import type { Config } from './settings.ts'
import { dayIn } from './times.ts'

/** How many messages the broadcasts of each day say they have; those still being sent are left out on both sides. */
export async function messageTotals(ctx: Ctx<Config>, { from, to }: Range): Promise<Total[]> {
  const byDay = new Map<string, number>()
  const seen = new Set<string>()
  for (let at: ListAt | undefined = {}; at;) {
    const step = await stepList(ctx, '/v1/broadcasts', at)
    if (step.outcome === 'failed' || step.outcome === 'gone') throw listFailed('broadcasts', 'its counts are not told')
    if (step.outcome === 'again') {
      const { notBefore } = step.next
      if (notBefore !== undefined) throw new RetryLater('the counts are not told now', { at: new Date(notBefore) })
      byDay.clear()
      seen.clear()
      at = step.next
      continue
    }
    for (const row of step.rows) {
      const parsed = BroadcastOutline.safeParse(scrubRow(row))
      if (!parsed.success || seen.has(parsed.data.id) || !hasBegun(parsed.data)) continue
      seen.add(parsed.data.id)
      const sent = sendTime(parsed.data)
      if (!sent || countedOf(parsed.data) === 'none') continue
      const day = dayIn(ctx.config.timeZone, sent.instant)
      if (day < from || day >= to || day < ctx.config.backfillFrom) continue
      byDay.set(day, (byDay.get(day) ?? 0) + countOf(parsed.data))
    }
    at = step.next
  }
  return [...byDay].map(([day, count]) => ({ day, count }))
}

const neverTried = /skip|opt|invalid|landline|toll|block|queue|pending|schedul|draft/i

/** A message counts in the day of its broadcast; a row for somebody who was left out, or one not yet tried, counts in none. */
export function tallyMessage(row: PhoneMessage, { timeZone }: Config): Tally {
  const tried =
    row.sent_at ?? row.delivered_at ?? row.failed_at ?? (row.status !== undefined && !neverTried.test(row.status))
  const day = row.broadcast_at && dayIn(timeZone, row.broadcast_at.instant)
  return { ...(day === undefined ? {} : { day }), ...(tried && !row.uncounted ? {} : { gone: true }) }
}
