import { eventDays } from './event-cells.ts'
import { journeysOf } from './journeys.ts'
import { wallAt } from './local-time.ts'
import type { Known } from './known.ts'

/** The first day of which anything was told, by who tells it; undefined where nobody told anything yet. */
export interface FirstDays {
  /** Money of any kind: given, given back, spent. */
  money: string | undefined
  gifts: string | undefined
  /** What platforms and senders report. */
  told: string | undefined
  events: string | undefined
}

const first = (days: readonly string[]): string | undefined => [...days].sort()[0]

export function firstDays(known: Known): FirstDays {
  const { truth, rows } = known
  const dayOf = (at: number) => wallAt(truth.zone, at).day
  const gifts = journeysOf(known).flatMap(({ parts }) => parts.map(({ day }) => day))
  const spent = rows.adDay.filter(({ minor }) => minor !== 0).map(({ day }) => day)
  const shown = rows.adDay.filter(({ impressions, clicks }) => impressions + clicks > 0).map(({ day }) => day)
  const texts = rows.text.flatMap(({ sentAt, deliveredAt, repliedAt, failedAt }) =>
    [sentAt, deliveredAt, repliedAt, failedAt].flatMap((at) => (at === null ? [] : [dayOf(at)])),
  )
  const did = [...rows.textClick, ...rows.optOut].map(({ at }) => dayOf(at))
  return {
    money: first([...gifts, ...spent]),
    gifts: first(gifts),
    told: first([...spent, ...shown, ...texts, ...did]),
    events: first(eventDays(known)),
  }
}
