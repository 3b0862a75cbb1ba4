import type { Inside } from '@throughline/db'
import { readSettings } from '../../attribution/setting.store.ts'
import { isWaiting } from '../../attribution/waiting.store.ts'
import { daysOf, type ComparedPart, type DayRange } from '../compared-range.ts'
import { changeOf, none, plain } from '../figure.ts'
import type { Dimension } from '../registry/dimension.ts'
import type { Metric, MetricReader, Worth } from '../registry/metric.ts'
import type { MetricId } from '../registry/metric-id.ts'
import type { Checked } from './check-question.ts'
import { groundOf } from './ground-of.ts'
import { labelsOf } from './labels.ts'
import { askedMetric } from './asked-metric.ts'
import { sortRows } from './sort-rows.ts'
import { endsAtHour, type Asked, type Stores } from './read-amounts.ts'
import { readWorths, worthAt, type Worths } from './read-worths.ts'
import type { Answer, Question, Reading, SourceStanding } from './question.ts'
import { sourceStandings } from './standing.store.ts'

export interface AnswerDeps {
  stores: Stores
  /** What was worked out beforehand, on other threads: it takes the place of what the registry says. */
  readers: Readonly<Partial<Record<MetricId, MetricReader>>>
  now: Date
}

/**
 * Answers a question as known at one batch, everything in one transaction. The compared range is read to the same point: to the same
 * hour where all that a metric reads is kept by hours, else to the same day.
 * @throws Invalid in a sentence that says what would work
 */
export async function answerQuestion(inside: Inside, deps: AnswerDeps, question: Question): Promise<Answer> {
  const { now } = deps
  const { batch, recordedAt, frame, timeZone, today, checked, compared, part } = await groundOf(inside, question, now)
  const { range, by, limit } = checked
  const asked = (of: ComparedPart): Asked => ({
    range: of,
    by: by ?? null,
    filter: checked.filter,
    batch,
    currency: frame.currency,
    timeZone,
    now,
  })
  const standings = await sourceStandings(inside, now)
  const is = await readWorths(inside, deps, checked.of, asked({ ...range, hour: null }))
  const was = part ? await worthsBefore(inside, deps, checked, asked(part)) : undefined
  const keys = rowKeys(checked, is, today.day)
  const before = beforeKeys(by, range, part)
  const readings = (key: string | null | undefined): Reading[] =>
    checked.of.map((metric) => {
      const worth = told(metric, worthAt(is, metric.id, key), standings)
      const earlier = was && worthAt(was, metric.id, key === undefined ? undefined : before(key))
      const against = compared !== null && !isStanding(metric)
      return readingOf(metric, worth, against ? (earlier?.value ?? none('not_read_yet')) : null)
    })
  const rows = sortRows(
    keys.map((key) => ({ key, label: is.labels.get(key) ?? null, readings: readings(key) })),
    checked,
  )
  const shown = rows.slice(0, limit)
  const labels = await labelsOf(
    inside,
    by,
    shown.map(({ key }) => key),
  )
  const attribution = await attributionOf(inside, checked, is, batch)
  return {
    batch,
    recordedAt,
    range,
    compared,
    comparedUntil: part && part.hour !== null ? { day: part.to, hour: part.hour } : null,
    today: today.day,
    currency: frame.currency,
    timeZone,
    by: by ?? null,
    filtered: checked.filtered,
    attribution,
    metrics: checked.of.map((metric) => askedMetric(metric, checked, standings, attribution?.model ?? null)),
    total: readings(undefined),
    rows: shown.map((row) => ({ ...row, label: row.label ?? labels(row.key) })),
    more: rows.length - shown.length,
  }
}

const isStanding = ({ worked }: Metric): boolean => worked.by === 'reader' && worked.standing === true

/** Metrics kept by hours are read to the hour, the others to the day. */
async function worthsBefore(
  inside: Inside,
  deps: AnswerDeps,
  { of, filtered, by }: Checked,
  asked: Asked,
): Promise<Worths> {
  const dimensions = by === undefined ? filtered : [...filtered, by]
  const [hourly, daily] = [true, false].map((ends) =>
    of.filter((metric) => !isStanding(metric) && endsAtHour(metric, dimensions) === ends),
  )
  const [toHour, toDay] = [
    await readWorths(inside, deps, hourly ?? [], asked),
    await readWorths(inside, deps, daily ?? [], { ...asked, range: { ...asked.range, hour: null } }),
  ]
  return {
    of: new Map([...toHour.of, ...toDay.of]),
    keys: [],
    labels: new Map(),
    follows: toHour.follows || toDay.follows,
  }
}

/** Days are all there, also those on which nothing was; other rows are those of which something was found. */
function rowKeys({ by, range, filter }: Checked, { keys }: Worths, today: string): readonly (string | null)[] {
  if (by === undefined) return []
  if (by !== 'day') return keys
  return daysOf(range).filter((day) => day <= today && (filter.day?.includes(day) ?? true))
}

/** A day is held against the day as far from the beginning of the compared range; every other row against its like. */
function beforeKeys(
  by: Dimension | undefined,
  range: DayRange,
  part: DayRange | null,
): (key: string | null) => string | null {
  if (by !== 'day' || part === null) return (key) => key
  const earlier = daysOf(part)
  const places = new Map(daysOf(range).map((day, at) => [day, earlier[at] ?? null]))
  return (key) => (key === null ? null : (places.get(key) ?? null))
}

function readingOf({ id, thinBelow }: Metric, worth: Worth, before: Reading['before']): Reading {
  return {
    metric: id,
    value: worth.value,
    numerator: worth.numerator,
    denominator: worth.denominator,
    interval: worth.interval,
    thin: worth.value.ok && thinBelow !== null && worth.units !== null && worth.units < thinBelow,
    units: worth.units,
    before,
    change: before && changeOf(worth.value, before),
    parts: worth.parts ?? null,
  }
}

/**
 * A sum of nothing, of which no source tells, is not known to be nothing: texts alone say nothing of impressions. Where there is no
 * source at all, as in a file's import, sums are what was read.
 */
function told({ sources, worked }: Metric, worth: Worth, standings: readonly SourceStanding[]): Worth {
  const isSum = worked.by === 'measures' && worked.denominator.length === 0
  if (!isSum || !worth.value.ok || plain(worth.value) !== 0 || standings.length === 0) return worth
  return standings.some(({ of }) => sources.includes(of)) ? worth : { ...worth, value: none('not_read_yet') }
}

/** What credit was given by at the batch, where anything of the answer follows it. */
async function attributionOf(
  inside: Inside,
  { of, model, window }: Checked,
  worths: Worths,
  batch: number,
): Promise<Answer['attribution']> {
  if (!worths.follows && !of.some((metric) => metric.model)) return null
  const { current } = await readSettings(inside, batch)
  const waiting = await isWaiting(inside)
  return {
    model: model ?? current.model.name,
    window: window ?? current.window,
    modelNo: current.modelNo,
    own: (model ?? current.model.name) === current.model.name && window === undefined,
    current: !waiting,
  }
}
