import { exponential, type Rng } from '@throughline/stats'
import { feeMinor } from './amounts.ts'
import type { Appeals } from './appeals.ts'
import type { Client } from './client.ts'
import type { Donor } from './donor.ts'
import type { LineItem, Millis, Plan } from './line-item.ts'
import { codesOf } from './refcodes.ts'

/** What all charges of one order have in common, decided when it is placed. */
export interface Order {
  order: string
  placedAt: Millis
  donor: Donor
  plan: Plan | null
  minor: number
  form: string
  refcode: string | null
  refcode2: string | null
  refcodeSB: string | null
  mobile: boolean
  express: boolean
  paypal: boolean
  abTest: LineItem['abTest']
  customField: LineItem['customField']
  smartBoostMinor: number | null
  textOptIn: boolean
  /** Whom it is shared with, on a tandem form. */
  partners: { entityId: number; entityName: string }[]
}

/** What others than ActBlue see of an order. */
export type Given = Pick<Order, 'order' | 'placedAt' | 'donor' | 'plan' | 'minor' | 'refcode' | 'refcodeSB'>

export function placeOrder(
  rng: Rng,
  client: Client,
  placed: { order: string; at: Millis; day: string; donor: Donor; plan: Plan | null; minor: number },
  appeals: Appeals,
): Order {
  return {
    order: placed.order,
    placedAt: placed.at,
    donor: placed.donor,
    plan: placed.plan,
    minor: placed.minor,
    form: rng.pick(client.forms),
    ...codesOf(rng, placed.at, placed.day, appeals),
    mobile: rng.chance(0.58),
    express: rng.chance(0.4),
    paypal: rng.chance(0.07),
    abTest: rng.chance(0.3) ? { name: 'ask_amounts', arm: rng.pick(['A', 'B']) } : null,
    customField: rng.chance(0.06)
      ? { label: client.customField.label, answer: rng.pick(client.customField.answers) }
      : null,
    smartBoostMinor: placed.plan && rng.chance(0.05) ? 500 : null,
    textOptIn: rng.chance(0.3),
    partners: [],
  }
}

/** The line of a charge that is our client's, and beside it those of others on a tandem form. Ids are given later, in order of time. */
export function linesOf(
  rng: Rng,
  client: Client,
  order: Order,
  paidAt: Millis,
  charge: number,
): { own: LineItem; foreign: LineItem[] } {
  const line = (entity: { entityId: number; entityName: string }, own: boolean): LineItem => {
    const minor = order.minor + (charge === 1 ? (order.smartBoostMinor ?? 0) : 0)
    return {
      lineItemId: 0,
      order: order.order,
      paymentId: 0,
      entityId: entity.entityId,
      entityName: entity.entityName,
      own,
      paidAt,
      minor,
      feeMinor: feeMinor(minor),
      donor: order.donor,
      shouted,
      form: order.form,
      refcode: order.refcode,
      refcode2: order.refcode2,
      refcodeSB: order.refcodeSB,
      plan: order.plan,
      charge,
      refundedAt: null,
      status: 'approved',
      mobile: order.mobile,
      express: order.express,
      paypal: order.paypal,
      abTest: order.abTest,
      customField: order.customField,
      smartBoostMinor: charge === 1 ? order.smartBoostMinor : null,
      textOptIn: order.textOptIn,
      late: false,
      duplicated: false,
    }
  }
  const shouted = rng.chance(0.03)
  return { own: line(client, true), foreign: order.partners.map((partner) => line(partner, false)) }
}

/** When a gift goes back: days to weeks later, always within eighty-five days and within `most` milliseconds. */
export function refundTime(rng: Rng, paidAt: Millis, most: Millis = Infinity): Millis {
  const lag = Math.min((exponential(rng, 12) + 0.1) * 86_400_000, 85 * 86_400_000, most)
  return paidAt + 1000 * Math.max(Math.floor(lag / 1000), 1)
}
