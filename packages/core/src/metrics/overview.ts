import type { Day, Instant } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import type { Freshness } from '../connections/index.ts'
import { daySums, hourSums, net, peopleOver, zoneAt, type DaySum, type People } from '../ledger/index.ts'
import { asKnown } from './as-known.ts'
import {
  checkRange,
  comparedRange,
  daysOf,
  samePoint,
  type Comparison,
  type ComparedPart,
  type DayRange,
} from './compared-range.ts'
import { figureOf, inputsOf, isMixed, type ReadInputs } from './figure-of.ts'
import { changeOf, none, plain, type MoneyFigure, type NumberFigure } from './figure.ts'
import { findingOf, type Finding } from './finding.ts'
import { inTenantCurrency } from './in-tenant-currency.ts'
import type { ProvenMetric, ProvenMetricId } from './proven-metric.ts'
import { provenMetrics } from './proven-metrics.ts'
import { firstDay, foreignLines, tenantFrame } from './tenant.store.ts'
import { secondOf, todayIn } from './today.ts'

export interface OverviewInput {
  range: DayRange
  comparison: Comparison
  /** As known at this batch; absent = now. */
  batch?: number | undefined
}

export interface Figure {
  metric: ProvenMetricId
  unit: ProvenMetric['unit']
  now: MoneyFigure | NumberFigure
  /** In the compared range, to the same point: see `comparedUntil`. */
  before: MoneyFigure | NumberFigure | null
  /** (now − before) ÷ before, of the two figures beside it. */
  change: NumberFigure | null
  wanted: ProvenMetric['wanted']
  /** By day of the range: minor units, counts or fractions; null = no value. */
  spark: (number | null)[]
}

/** Minor units; null = in several currencies, a rate missing. */
export interface OverviewDay {
  day: Day
  gross: number | null
  net: number | null
  gifts: number
}

export interface Overview {
  batch: number
  recordedAt: Instant | null
  range: DayRange
  compared: DayRange | null
  /** While the range is running, how far the compared range is counted: before this hour of this day. Null: all of it. */
  comparedUntil: { day: Day; hour: number } | null
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
  const { range } = input
  checkRange(range)
  const compared = comparedRange(range, input.comparison)
  const { batch, recordedAt } = await asKnown(inside, input.batch)
  const [frame, timeZone, first, foreign] = await Promise.all([
    tenantFrame(inside),
    zoneAt(inside, batch),
    firstDay(inside, batch),
    foreignLines(inside),
  ])
  const today = todayIn(timeZone, now)
  const part = compared && samePoint(range, compared, input.comparison, today)
  const [people, booked, bookedBefore, bookedLast] = await Promise.all([
    peopleOver(inside, [range, ...(part ? [peopleRange(part, timeZone)] : [])], batch),
    daySums(inside, { ...range, batch }),
    compared ? daySums(inside, { ...compared, batch }) : [],
    part ? lastDayOf(inside, part, batch) : [],
  ])
  const [sums = [], sumsBefore = [], sumsOfPart = []] = await Promise.all(
    [booked, bookedBefore, part ? upTo(part, bookedBefore, bookedLast) : []].map((each) =>
      inTenantCurrency(inside, each, frame.currency),
    ),
  )
  const counted = (days: DayRange, of: DaySum[], who = nobody): Counted => ({
    sums: of,
    people: who,
    unread: first === undefined || days.to < first,
  })
  const is = counted(range, sums, people[0])
  const was = part && counted(part, sumsOfPart, people[1])
  const days = inputsByDay(range, is, frame.currency)
  const figures = Object.values(provenMetrics).map((metric): Figure => {
    const value = figureOf(metric, inputs(is, frame.currency))
    const before = was ? figureOf(metric, inputs(was, frame.currency)) : compared && none('not_read_yet')
    return {
      metric: metric.id,
      unit: metric.unit,
      now: value,
      before,
      change: before && changeOf(value, before),
      wanted: metric.wanted,
      spark: days.map(([day, ofDay]) => (day > today.day ? null : (plain(figureOf(metric, ofDay)) ?? null))),
    }
  })
  const raised = figures.find(({ metric }) => metric === 'raised_net')
  return {
    batch,
    recordedAt,
    range,
    compared,
    comparedUntil: part && part.hour !== null ? { day: part.to, hour: part.hour } : null,
    today: today.day,
    dayFraction: today.fraction,
    currency: frame.currency,
    timeZone,
    figures,
    days: overviewDays(range, sums, frame.currency),
    daysBefore: compared ? overviewDays(compared, sumsBefore, frame.currency) : [],
    finding: findingOf(
      raised?.change ?? null,
      sums.some(({ n }) => n !== 0),
    ),
    foreignLines: foreign,
  }
}

const nobody: People = { donors: 0, newDonors: 0, days: [] }
const inputs = (counted: Counted, currency: string): ReadInputs =>
  inputsOf(counted.sums, currency, counted.people, counted.unread)

const peopleRange = ({ from, to, hour }: ComparedPart, timeZone: string) => ({
  from,
  to,
  until: hour === null ? undefined : secondOf(to, hour, timeZone),
})

/** What was booked on the last day of a part before its hour; nothing where that day counts whole. */
async function lastDayOf(inside: Inside, { to, hour }: ComparedPart, batch: number): Promise<DaySum[]> {
  return hour === null ? [] : (await hourSums(inside, { from: to, to, batch })).filter((sum) => sum.hour < hour)
}

/** The sums of a part: its days, the last of them as far as it counts. */
const upTo = ({ to, hour }: ComparedPart, sums: readonly DaySum[], lastDay: readonly DaySum[]): DaySum[] => [
  ...sums.filter(({ day }) => day < to || (hour === null && day === to)),
  ...lastDay,
]

/** What each day of a range puts into every metric. */
function inputsByDay(range: DayRange, { sums, people, unread }: Counted, currency: string): [Day, ReadInputs][] {
  const byDay = Map.groupBy(sums, ({ day }) => day)
  const peopleOf = new Map(people.days.map((each) => [each.day, each]))
  return daysOf(range).map((day) => [day, inputsOf(byDay.get(day) ?? [], currency, peopleOf.get(day), unread)])
}

/** Counts are counts in any currency; money that no rate brings into the tenant's own is no sum. */
function overviewDays(range: DayRange, sums: readonly DaySum[], currency: string): OverviewDay[] {
  const byDay = Map.groupBy(sums, ({ day }) => day)
  return daysOf(range).map((day) => {
    const ofDay = byDay.get(day) ?? []
    const gross = ofDay.filter(({ kind }) => kind === 'gross')
    const sum = (field: 'minor' | 'n') => gross.reduce((total, each) => total + each[field], 0)
    const mixed = isMixed(ofDay, currency)
    return { day, gross: mixed ? null : sum('minor'), net: mixed ? null : net(ofDay), gifts: sum('n') }
  })
}
