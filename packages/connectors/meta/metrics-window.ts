import type { Account } from '@throughline/connector-kit'
import type { MetricsCursor } from './metrics-cursor.ts'
import { addDays, dayIn, oldestDay } from './times.ts'

/** So far back Meta restates figures: conversions come in late, invalid clicks are taken back. */
const deepDays = 28
/** So far back they move by the hour. */
export const shallowDays = 3
const deepEveryMs = 20 * 3_600_000

export interface Window {
  from: string
  /** Today in the account's zone, inclusive. */
  until: string
  /** Reads the whole restated stretch again, as is done once a day. */
  deep: boolean
}

/** The days of an account that a run reads: new ones, and those behind them that may have been restated. */
export function windowOf({ from: first, accounts }: MetricsCursor, account: Account, began: string): Window {
  const until = dayIn(account.zone ?? 'UTC', new Date(began))
  const oldest = oldestDay(until)
  const earliest = first > oldest ? first : oldest
  const before = accounts[account.id]
  if (!before) return { from: earliest < until ? earliest : until, until, deep: true }
  const deep = Date.parse(began) - Date.parse(before.deepAt) >= deepEveryMs
  const read = before.until < until ? before.until : until
  const from = addDays(read, -(deep ? deepDays : shallowDays))
  return { from: from > earliest ? from : earliest, until, deep }
}

/** The first day whose rows are remembered, so that one that vanishes is noticed. */
export const firstKnownDay = (until: string): string => addDays(until, -deepDays)
