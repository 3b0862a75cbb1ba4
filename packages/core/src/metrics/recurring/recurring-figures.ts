import type { Money } from '@throughline/canonical'
import type { PlanSum } from './plans.store.ts'
import { planStates, weeklyAsMonthly, type PlanState } from './plan-state.ts'

/** What the plans of one currency bring. */
interface RecurringMoney {
  currency: string
  /** What active plans repeat, as a month: monthly as they are, weekly × 52 ÷ 12. `mrr` is the sum of the two parts. */
  mrr: Money
  monthly: Money
  weekly: Money
  /** What active plans are expected to charge in the next 30 days, and in how many charges. */
  due: Money
  dueCharges: number
}

export interface RecurringFigures {
  plans: Record<PlanState, number>
  /** Of the active ones. */
  weeklyPlans: number
  /** Active plans of which nobody said how much or how often: in no sum. */
  unpriced: number
  /** The tenant's own currency first, also where it has none. */
  byCurrency: RecurringMoney[]
}

/** Adds up plans: counts by state, and money by currency. Pure. */
export function recurringFigures(sums: readonly PlanSum[], currency: string): RecurringFigures {
  const count = (of: readonly PlanSum[]) => of.reduce((total, { plans }) => total + plans, 0)
  const active = sums.filter(({ state }) => state === 'active')
  const priced = active.filter((sum) => sum.currency !== null && sum.period !== null)
  const currencies = [...new Set([currency, ...priced.flatMap((sum) => sum.currency ?? []).sort()])]
  return {
    plans: Object.fromEntries(
      planStates.map((state) => [state, count(sums.filter((sum) => sum.state === state))]),
    ) as Record<PlanState, number>,
    weeklyPlans: count(active.filter(({ period }) => period === 'weekly')),
    unpriced: count(active) - count(priced),
    byCurrency: currencies.map((each) =>
      moneyOf(
        priced.filter((sum) => sum.currency === each),
        each,
      ),
    ),
  }
}

function moneyOf(sums: readonly PlanSum[], currency: string): RecurringMoney {
  const total = (of: readonly PlanSum[], field: 'minor' | 'dueMinor' | 'dueCharges') =>
    of.reduce((sum, each) => sum + each[field], 0)
  const of = (period: PlanSum['period']) => sums.filter((sum) => sum.period === period)
  const money = (minor: number): Money => ({ minor, currency })
  const monthly = total(of('monthly'), 'minor')
  const weekly = weeklyAsMonthly(total(of('weekly'), 'minor'))
  return {
    currency,
    mrr: money(monthly + weekly),
    monthly: money(monthly),
    weekly: money(weekly),
    due: money(total(sums, 'dueMinor')),
    dueCharges: total(sums, 'dueCharges'),
  }
}
