import { amount, ratio, type OracleAnswer } from './answer.ts'
import type { OracleAsk } from './ask.ts'
import type { Known } from './known.ts'
import { sumsOf, type Sums } from './sums.ts'

/**
 * Figures as the specification means them, with its known mistakes put right: costs and what they brought are of the same days, money is
 * net where it says so, nothing is divided by nothing.
 */
const figures = {
  raised_gross: (s) => amount(s.gross()),
  raised_net: (s) => amount(s.net()),
  gifts: (s) => amount(s.gifts()),
  donors: (s) => amount(s.donors()),
  new_donors: (s) => amount(s.newDonors()),
  average_gift: (s) => ratio(s.gross(), s.gifts()),
  recurring_share: (s) => ratio(s.recurring(), s.gross()),
  refunded: (s) => amount(s.refunded()),
  refund_rate: (s) => ratio(s.refund(), s.gross()),
  chargeback_rate: (s) => ratio(s.chargebacks(), s.gifts()),
  spend: (s) => amount(s.told('spend')),
  attributed_gross: (s) => amount(s.attributed('gross')),
  attributed_net: (s) => amount(s.attributed('net')),
  attributed_gifts: (s) => amount(s.attributedGifts()),
  roas: (s) => ratio(s.attributed('net'), s.told('spend')),
  gross_roas: (s) => ratio(s.attributed('gross'), s.told('spend')),
  cac: (s) => ratio(s.told('spend'), s.newDonors(), true),
  cost_per_dollar_raised: (s) => ratio(s.told('spend'), s.gross(), true),
  cost_per_recipient: (s) => ratio(s.told('text_spend'), s.told('told_delivered'), true),
  deterministic_share: (s) => ratio(s.certain(), s.gross()),
  impressions: (s) => amount(s.told('impressions')),
  impressions_first_party: (s) => amount(s.events('shown')),
  clicks: (s) => amount(s.told('clicks')),
  clicks_first_party: (s) => amount(s.events('shown_clicked')),
  ctr: (s) => ratio(s.told('clicks'), s.told('impressions')),
  ctr_first_party: (s) => ratio(s.events('shown_clicked'), s.events('shown')),
  cpc: (s) => ratio(s.told('ad_spend'), s.told('clicks'), true),
  cpc_first_party: (s) => ratio(s.told('ad_spend'), s.events('shown_clicked'), true),
  conversion_rate_events: (s) => ratio(s.events('converted'), s.events('clicked')),
  messages_delivered: (s) => amount(s.messagesDelivered()),
  open_rate: (s) => ratio(s.events('events_opened'), s.events('events_mailed')),
  click_rate: (s) => ratio(s.events('events_message_clicked'), s.events('events_opened')),
  opt_out_rate: (s) => ratio(s.optOuts(), s.messagesDelivered()),
} satisfies Record<string, (sums: Sums) => OracleAnswer>
export type SumFigure = keyof typeof figures
export const sumFigures = Object.keys(figures) as SumFigure[]

/** What a figure comes to for a range and a filter, of a tenant as it is known. */
export const figureOf = (known: Known, figure: SumFigure, ask: OracleAsk): OracleAnswer =>
  figures[figure](sumsOf(known, ask))
