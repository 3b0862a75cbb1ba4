import type { Day, Instant } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import type { Freshness } from '../connections/index.ts'
import { daySums, net, peopleOver, zoneAt, type DaySum, type People } from '../ledger/index.ts'
import { asKnown } from './as-known.ts'
import { checkRange, comparedRange, daysOf, finishedDays, type Comparison, type DayRange } from './compared-range.ts'
import { figureOf, inputsOf, type ReadInputs } from './figure-of.ts'
import { changeOf, none, plain, type MoneyFigure, type NumberFigure } from './figure.ts'
import { findingOf, type Finding } from './finding.ts'
import { inTenantCurrency } from './in-tenant-currency.ts'
import type { Metric, MetricId } from './metric.ts'
import { metrics } from './registry.ts'
import { firstDay, foreignLines, tenantFrame } from './tenant.store.ts'
import { todayIn } from './today.ts'

export interface OverviewInput {
  range: DayRange
  comparison: Comparison
  /** As known at this batch; absent = now. */
  batch?: number | undefined
}

export interface Figure {
  metric: MetricId
  unit: Metric['unit']
  now: MoneyFigure | NumberFigure
  before: MoneyFigure | NumberFigure | null
  /** Over the days of both ranges that are over: today, and the day it would be compared with, are left out. */
  change: NumberFigure | null
  wanted: Metric['wanted']
  /** By day of the range: minor units, counts or fractions; null = no value. */
  spark: (number | null)[]
}

/** Minor units. */
export interface OverviewDay {
  day: Day
  gross: number
  net: number
  gifts: number
}

export interface Overview {
  batch: number
  recordedAt: Instant | null
  range: DayRange
  compared: DayRange | null
  today: Day
  dayFraction: number
  currency: string
  timeZone: string
  figures: Figure[]
  days: OverviewDay[]
  daysBefore: OverviewDay[]
  freshness: Freshness[]
  finding: Finding
  foreignLines: number
}

/** What was counted in a range: sums, people, and both by day. */
interface Counted {
  range: DayRange
  sums: DaySum[]
  people: People
  unread: boolean
}

/** The overview's figures as known at one batch, everything read in one transaction. */
export async function overviewOf(
  inside: Inside,
  input: OverviewInput,
  now: Date,
): Promise<Omit<Overview, 'freshness'>> {
  checkRange(input.range)
  const compared = comparedRange(input.range, input.comparison)
  const moment = await asKnown(inside, input.batch)
  const [frame, timeZone, first, foreign] = await Promise.all([
    tenantFrame(inside),
    zoneAt(inside, moment.batch),
    firstDay(inside, moment.batch),
    foreignLines(inside),
  ])
  const today = todayIn(timeZone, now)
  const finished = compared && finishedDays(input.range, compared, today.day)
  const cut = finished && finished.range.to !== input.range.to ? finished : null
  const ranges = [input.range, ...(compared ? [compared] : []), ...(cut ? [cut.range, cut.compared] : [])]
  const [people, ...booked] = await Promise.all([
    peopleOver(inside, ranges, moment.batch),
    ...ranges.slice(0, 2).map((range) => daySums(inside, { ...range, batch: moment.batch })),
  ])
  const sums = await Promise.all(
    booked.map((of, i) => inTenantCurrency(inside, of, frame.currency, ranges[i] ?? input.range)),
  )
  const [is, was, isOver = is, wasOver = was] = ranges.map((range, i): Counted => ({
    range,
    sums: (sums[i % 2] ?? []).filter(({ day }) => day >= range.from && day <= range.to),
    people: people[i] ?? nobody,
    unread: first === undefined || range.to < first,
  })) as [Counted, Counted?, Counted?, Counted?]
  const figures = Object.values(metrics).map((metric): Figure => {
    const value = (counted: Counted) => figureOf(metric, inputs(counted, frame.currency))
    return {
      metric: metric.id,
      unit: metric.unit,
      now: value(is),
      before: was ? value(was) : null,
      change: was ? (finished && wasOver ? changeOf(value(isOver), value(wasOver)) : none('not_read_yet')) : null,
      wanted: metric.wanted,
      spark: sparkOf(metric, is, frame.currency, today.day),
    }
  })
  const raised = figures.find(({ metric }) => metric === 'raised_net')
  return {
    batch: moment.batch,
    recordedAt: moment.recordedAt,
    range: input.range,
    compared,
    today: today.day,
    dayFraction: today.fraction,
    currency: frame.currency,
    timeZone,
    figures,
    days: overviewDays(is),
    daysBefore: was ? overviewDays(was) : [],
    finding: findingOf(
      raised?.change ?? null,
      is.sums.some(({ n }) => n !== 0),
    ),
    foreignLines: foreign,
  }
}

const nobody: People = { donors: 0, newDonors: 0, days: [] }
const inputs = (counted: Counted, currency: string): ReadInputs =>
  inputsOf(counted.sums, currency, counted.people, counted.unread)

/** The metric day by day; days to come have no value. */
function sparkOf(metric: Metric, counted: Counted, currency: string, today: Day): (number | null)[] {
  const sums = Map.groupBy(counted.sums, ({ day }) => day)
  const people = new Map(counted.people.days.map((each) => [each.day, each]))
  return daysOf(counted.range).map((day) =>
    day > today
      ? null
      : (plain(figureOf(metric, inputsOf(sums.get(day) ?? [], currency, people.get(day), counted.unread))) ?? null),
  )
}

function overviewDays({ range, sums }: Counted): OverviewDay[] {
  const byDay = Map.groupBy(sums, ({ day }) => day)
  return daysOf(range).map((day) => {
    const ofDay = byDay.get(day) ?? []
    const gross = ofDay.filter(({ kind }) => kind === 'gross')
    const sum = (field: 'minor' | 'n') => gross.reduce((total, each) => total + each[field], 0)
    return { day, gross: sum('minor'), net: net(ofDay), gifts: sum('n') }
  })
}
