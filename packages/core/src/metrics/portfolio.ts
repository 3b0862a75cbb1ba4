import type { Day, Money } from '@throughline/canonical'
import type { Freshness } from '../connections/index.ts'
import { net, type DaySum } from '../ledger/index.ts'
import { attentionOf, attentionOrder, type Attention } from './attention.ts'
import { addDays, daysOf } from './compared-range.ts'
import { changeOf, money, none, type MoneyFigure, type NumberFigure } from './figure.ts'
import type { HourSum } from './portfolio.store.ts'
import type { TenantFrame } from './tenant.store.ts'
import { tallyOf } from './tally.ts'
import { todayIn, type Today } from './today.ts'

interface Raised {
  now: MoneyFigure
  before: MoneyFigure
  /** (now − before) ÷ before. */
  change: NumberFigure
}

export interface PortfolioRow {
  tenantId: string
  slug: string
  name: string
  brandColor: string | null
  currency: string
  locale: string
  /** Net raised, each against the period before until the same hour of its last day. */
  today: Raised
  week: Raised
  month: Raised
  /** Net by day, minor units, the last 30 days, oldest first. */
  spark: number[]
  connections: Freshness[]
  attention: Attention
}

export interface Portfolio {
  /** Most in need of attention first. */
  rows: PortfolioRow[]
  /** One per currency, never added across. */
  totals: { currency: string; month: Money }[]
  readAt: string
}

/** What was read of one tenant. */
export interface TenantRead {
  frame: TenantFrame
  /** Of the last 60 days at least. */
  days: readonly DaySum[]
  /** Of the days that periods before end on. */
  hours: readonly HourSum[]
  connections: Freshness[]
  /** Something was booked here at some time. */
  booked: boolean
}

/** Days that the periods before end on: yesterday, and a week and thirty days before today. */
export const lastDaysBefore = (today: Day): Day[] => [1, 7, 30].map((back) => addDays(today, -back))

/** How far back sums are needed. */
export const daysBack = 60

export function portfolioRow({ frame, days, hours, connections, booked }: TenantRead, now: Date): PortfolioRow {
  const today = todayIn(frame.timeZone, now)
  const raised = (length: number) => raisedOver({ frame, days, hours, booked }, today, length)
  const [day, week, month] = [raised(1), raised(7), raised(30)]
  const within = (from: number, to: number) =>
    days.filter((sum) => sum.day >= addDays(today.day, -from) && sum.day <= addDays(today.day, -to))
  const [lately, before] = [tallyOf(within(6, 0)), tallyOf(within(36, 7))]
  const back = (tally: typeof lately, field: 'minor' | 'n') => tally[field].refund + tally[field].chargeback
  return {
    tenantId: frame.tenantId,
    slug: frame.slug,
    name: frame.name,
    brandColor: frame.brandColor,
    currency: frame.currency,
    locale: frame.locale,
    today: day,
    week,
    month,
    spark: sparkOf(days, today.day),
    connections,
    attention: attentionOf({
      connections,
      // Without a rate there is nothing to compare, and no drop.
      week: {
        net: minorOf(week.now),
        before: week.now.ok ? minorOf(week.before) : 0,
        giftsBefore: tallyOf(within(13, 7)).n.gross,
      },
      refunds: {
        n: back(lately, 'n'),
        minor: back(lately, 'minor'),
        gross: lately.minor.gross,
        usualShare: before.minor.gross > 0 ? back(before, 'minor') / before.minor.gross : null,
      },
    }),
  }
}

const minorOf = (figure: MoneyFigure): number => (figure.ok ? figure.value.minor : 0)

/** Net of the last `length` days to now, against as many days before them, their last one until the same hour as now. */
function raisedOver(
  { frame, days, hours, booked }: Omit<TenantRead, 'connections'>,
  today: Today,
  length: number,
): Raised {
  if (!booked) return { now: none('not_read_yet'), before: none('not_read_yet'), change: none('not_read_yet') }
  const first = addDays(today.day, 1 - length)
  const lastBefore = addDays(today.day, -length)
  const firstBefore = addDays(lastBefore, 1 - length)
  const whole = days.filter(({ day }) => day >= firstBefore && day < lastBefore)
  const untilNow = hours.filter(({ day, hour }) => day === lastBefore && hour < today.hours)
  const now = figure(
    days.filter(({ day }) => day >= first && day <= today.day),
    frame.currency,
  )
  const before = figure([...whole, ...untilNow], frame.currency)
  return { now, before, change: changeOf(now, before) }
}

function figure(sums: readonly (DaySum | HourSum)[], currency: string): MoneyFigure {
  return sums.some((sum) => sum.currency !== currency && sum.minor !== 0)
    ? none('rate_missing')
    : money(net(sums), currency)
}

function sparkOf(days: readonly DaySum[], today: Day): number[] {
  const byDay = Map.groupBy(days, ({ day }) => day)
  return daysOf({ from: addDays(today, -29), to: today }).map((day) => net(byDay.get(day) ?? []))
}

/** Rows in order of need, then of size; totals by currency, of those that have one. */
export function portfolioOf(rows: readonly PortfolioRow[], now: Date): Portfolio {
  const order = (a: PortfolioRow, b: PortfolioRow) =>
    attentionOrder[a.attention.rank] - attentionOrder[b.attention.rank] ||
    minorOf(b.month.now) - minorOf(a.month.now) ||
    (a.name < b.name ? -1 : 1)
  const totals = Map.groupBy(
    rows.filter(({ month }) => month.now.ok),
    ({ currency }) => currency,
  )
  return {
    rows: [...rows].sort(order),
    totals: [...totals]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, of]) => ({
        currency,
        month: { minor: of.reduce((sum, { month }) => sum + minorOf(month.now), 0), currency },
      })),
    readAt: now.toISOString(),
  }
}
