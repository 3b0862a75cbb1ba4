import { expectedNextCharge, type Instant, type Money } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import type { Freshness } from '../../connections/index.ts'
import { zoneAt } from '../../ledger/index.ts'
import { asKnown } from '../as-known.ts'
import { nameIn } from '../latest.ts'
import type { MaskedNames } from '../masked-names.ts'
import { readCursor, writeCursor, type PageInput, type PageOf } from '../page.ts'
import { tenantFrame } from '../tenant.store.ts'
import { mrrWaterfall, type MrrWaterfall } from './mrr-waterfall.ts'
import { planHistories, planPage, planSums, type PlanRow, type PlansAsked } from './plans.store.ts'
import type { PlanState } from './plan-state.ts'
import { recurringFigures, type RecurringFigures } from './recurring-figures.ts'

export interface RecurringInput {
  /** As known at this batch, and seen from its moment; absent = now. */
  batch?: number | undefined
}

export interface Recurring extends RecurringFigures {
  batch: number
  recordedAt: Instant | null
  /** The moment that "expected", "overdue" and "the next 30 days" are seen from. */
  at: Instant
  currency: string
  timeZone: string
  freshness: Freshness[]
}

/** One plan as lists show it. */
export interface Plan {
  source: string
  key: string
  /** `A… E…`, or `Someone` without a name. */
  donor: string
  state: PlanState
  period: 'weekly' | 'monthly' | null
  amount: Money | null
  chargesMade: number
  /** Null = until cancelled. */
  pledged: number | null
  lastChargeAt: Instant | null
  /** Worked out, said by no source. Null for an ended plan; in the past for a lapsed one. */
  expectedNextAt: Instant | null
  cancelledAt: Instant | null
  /** It was cancelled, and charged again after that. */
  reopened: boolean
}

/** Recurring plans as known at a batch: how many stand how, and what they bring. */
export async function recurringPlans(
  inside: Inside,
  input: RecurringInput,
  now: Date,
): Promise<Omit<Recurring, 'freshness'>> {
  const [asked, frame] = await Promise.all([plansAsked(inside, input, now), tenantFrame(inside)])
  const figures = recurringFigures(await planSums(inside, asked), frame.currency)
  const { batch, recordedAt, at, timeZone } = asked
  return { ...figures, batch, recordedAt, at: at.toISOString(), currency: frame.currency, timeZone }
}

/** The plans themselves, of one state or of all, a page at a time. */
export async function recurringPlanRows(
  inside: Inside,
  input: RecurringInput & { state?: PlanState | undefined } & PageInput,
  now: Date,
  maskedNames: MaskedNames,
): Promise<PageOf<Plan>> {
  const asked = await plansAsked(inside, input, now)
  const { state, limit } = input
  const page = await planPage(inside, { ...asked, state, limit, after: readCursor(input.cursor) })
  const contactNos = page.rows.flatMap(({ contactNo }) => (contactNo === null ? [] : [contactNo]))
  const names = await maskedNames(inside, [...new Set(contactNos)])
  return {
    rows: page.rows.map((row) => planOf(row, asked.timeZone, nameIn(names, row.contactNo))),
    next: writeCursor(page.next),
  }
}

export interface MrrInput extends RecurringInput {
  /** Days back from the moment that plans are seen from. */
  days: number
}

export interface Mrr {
  batch: number
  from: Instant
  to: Instant
  byCurrency: MrrWaterfall[]
}

/** How what plans bring a month came to be what it is, from so many days ago. */
export async function recurringMrr(inside: Inside, input: MrrInput, now: Date): Promise<Mrr> {
  const [asked, frame] = await Promise.all([plansAsked(inside, input, now), tenantFrame(inside)])
  const to = asked.at.toISOString()
  const from = new Date(asked.at.getTime() - input.days * 86_400_000).toISOString()
  const plans = await planHistories(inside, asked)
  const byCurrency = mrrWaterfall(plans, { from, to, zone: asked.timeZone, currency: frame.currency })
  return { batch: asked.batch, from, to, byCurrency }
}

async function plansAsked(
  inside: Inside,
  { batch }: RecurringInput,
  now: Date,
): Promise<PlansAsked & { recordedAt: Instant | null }> {
  const moment = await asKnown(inside, batch)
  const at = batch === undefined || moment.recordedAt === null ? now : new Date(moment.recordedAt)
  return { ...moment, at, timeZone: await zoneAt(inside, moment.batch) }
}

function planOf({ source, key, state, chargesMade, value }: PlanRow, timeZone: string, donor: string): Plan {
  const { cancelledAt, lastChargeAt } = value
  return {
    source,
    key,
    donor,
    state,
    period: value.period ?? null,
    amount: value.amount ?? null,
    chargesMade,
    pledged: value.pledged ?? null,
    lastChargeAt: lastChargeAt ?? null,
    expectedNextAt: state === 'ended' ? null : (expectedNextCharge({ ...value, chargesMade }, timeZone) ?? null),
    cancelledAt: cancelledAt ?? null,
    reopened: cancelledAt !== undefined && lastChargeAt !== undefined && lastChargeAt > cancelledAt,
  }
}
