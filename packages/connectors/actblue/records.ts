import type { Consent, Conversion, Person, RecurringPlan } from '@throughline/canonical'
import { zone } from './times.ts'

/** Drops fields that are absent, so that a stream says nothing of what it does not know. */
export function known<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const present: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) present[name] = value
  return present as never
}

/** A plan belongs to one order and one recipient: either may change over a series' life. */
export const planKey = (orderNumber: string, entityId: string): string => `${orderNumber}:${entityId}`

/**
 * A row that names an order and no entity, as this connection reads it: another connection of the same client, with other
 * entities, is given the same row and makes the end of other plans of it.
 */
export const supposedKey = (orderNumber: string, entityIds: readonly string[]): string =>
  planKey(orderNumber, [...entityIds].sort().join('+'))

/** `weekly`, `week`, `Monthly`; anything else, such as `once`, says nothing of a plan. */
export function readPeriod(text: string | undefined): RecurringPlan['period'] {
  const word = text?.toLowerCase() ?? ''
  return word.startsWith('week') ? 'weekly' : word.startsWith('month') ? 'monthly' : undefined
}

/** A pledged number of charges; `infinite`, `unlimited`, `forever` and the like are none. */
export function readPledge(text: string | undefined): number | undefined {
  const count = Number(text)
  return text !== undefined && Number.isInteger(count) && count > 0 ? count : undefined
}

/** The donor's answer to "may we text you": only a plain yes or no is a consent, `unknown` is none. */
export function smsConsent(answer: {
  option: string | undefined
  orderNumber: string
  happenedAt: string
  form: string | undefined
  person: Person
}): Consent[] {
  const option = answer.option?.toLowerCase()
  if (option !== 'opt_in' && option !== 'opt_out') return []
  return [
    {
      kind: 'consent',
      key: `${answer.orderNumber}:sms`,
      happenedAt: answer.happenedAt,
      person: answer.person,
      channel: 'sms',
      purpose: 'marketing',
      granted: option === 'opt_in',
      source: answer.form ?? 'unknown form',
    },
  ]
}

/** What both a notice and a report say of one line item, in one shape, so that both map alike. */
export interface GiftFacts {
  lineitemId: string
  entityId: string
  orderNumber: string
  amount: Conversion['amount']
  fee: NonNullable<Conversion['fee']>
  happenedAt: string
  timeAmbiguous: boolean
  person: Person
  status: Conversion['status']
  form: string | undefined
  refcodes: Conversion['refcodes']
  clickIds: Conversion['clickIds']
  chargeNumber: number | undefined
  region: string | undefined
  country: string | undefined
  attributes: Record<string, string | boolean | undefined>
  plan: PlanFacts | undefined
}

export interface PlanFacts {
  period: RecurringPlan['period']
  amount: RecurringPlan['amount']
  pledged: number | undefined
  chargesMade: number | undefined
  sunsetDay: string | undefined
}

export function toConversion(gift: GiftFacts): Conversion {
  return known({
    kind: 'conversion' as const,
    key: gift.lineitemId,
    type: 'donation' as const,
    happenedAt: gift.happenedAt,
    timeAmbiguous: gift.timeAmbiguous || undefined,
    person: gift.person,
    amount: gift.amount,
    fee: gift.fee,
    group: gift.orderNumber,
    form: gift.form,
    refcodes: gift.refcodes,
    clickIds: gift.clickIds,
    plan: gift.plan && planKey(gift.orderNumber, gift.entityId),
    chargeNumber: gift.chargeNumber,
    region: gift.region,
    country: gift.country,
    status: gift.status,
    attributes: known({ entityId: gift.entityId, ...gift.attributes }),
  })
}

/** The plan as this charge tells it. A charge that was not approved tells nothing. */
export function toPlan(gift: GiftFacts): RecurringPlan[] {
  if (!gift.plan || gift.status !== 'approved') return []
  return [
    known({
      kind: 'recurring_plan' as const,
      key: planKey(gift.orderNumber, gift.entityId),
      happenedAt: gift.happenedAt,
      person: gift.person,
      ...gift.plan,
      zone,
      lastChargeAt: gift.happenedAt,
    }),
  ]
}
