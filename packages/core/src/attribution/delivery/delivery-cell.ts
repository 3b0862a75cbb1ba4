import type { Cause, Day } from '@throughline/canonical'

/** What a platform reports of one ad's or broadcast's day. */
export const spendKinds = [
  'spend',
  'impressions',
  'clicks',
  'link_clicks',
  'outbound_clicks',
  'landing_page_views',
  'video_plays',
  'video_completions',
] as const
/** What senders report of single texts and emails, counted: messages, not people. */
const messageKinds = ['sent', 'delivered', 'failed', 'opened', 'message_clicked', 'replied', 'opted_out'] as const
export const deliveryKinds = [...spendKinds, ...messageKinds] as const
export type DeliveryKind = (typeof deliveryKinds)[number]

/** How much of one kind one place had on one day. */
export interface DeliveryCell {
  day: Day
  kind: DeliveryKind
  /** Of spend; '' for what is counted. */
  currency: string
  placeNo: number
  /** The place as its rows tell it, before the ad and the campaign that they name were looked up. */
  toldNo: number
  /** Minor units, of spend alone. */
  minor: number
  /** How many; rows of spend. */
  n: number
}

/** One row of a batch. */
export interface DeliveryMovement extends DeliveryCell {
  batch: number
  cause: Cause
}

export const deliveryName = ({ day, kind, currency, placeNo, toldNo }: Omit<DeliveryCell, 'minor' | 'n'>): string =>
  `${day} ${kind} ${currency} ${placeNo} ${toldNo}`

/** Adds cells up, batch by batch and cause by cause, leaving out what comes to nothing. */
export function createDelivery(): {
  add(cell: DeliveryCell, sign: 1 | -1, why: { batch: number; cause: Cause }): void
  movements(): DeliveryMovement[]
} {
  const sums = new Map<string, DeliveryMovement>()
  return {
    add(cell, sign, { batch, cause }) {
      const name = `${deliveryName(cell)} ${batch} ${cause}`
      const sum = sums.get(name)
      if (sum) {
        sum.minor += sign * cell.minor
        sum.n += sign * cell.n
      } else sums.set(name, { ...cell, batch, cause, minor: sign * cell.minor, n: sign * cell.n })
    },
    movements: () => [...sums.values()].filter(({ minor, n }) => minor !== 0 || n !== 0),
  }
}
