import { averageGift } from './formulas/average-gift.ts'
import { donors } from './formulas/donors.ts'
import { gifts } from './formulas/gifts.ts'
import { newDonors } from './formulas/new-donors.ts'
import { raisedGross } from './formulas/raised-gross.ts'
import { raisedNet } from './formulas/raised-net.ts'
import { recurringShare } from './formulas/recurring-share.ts'
import { refunded } from './formulas/refunded.ts'
import type { ProvenMetric, ProvenMetricId } from './proven-metric.ts'

/** Every figure the product knows, by id, in the order in which they are shown. */
export const provenMetrics: Readonly<Record<ProvenMetricId, ProvenMetric>> = {
  raised_gross: raisedGross,
  raised_net: raisedNet,
  gifts,
  donors,
  new_donors: newDonors,
  average_gift: averageGift,
  recurring_share: recurringShare,
  refunded,
}
