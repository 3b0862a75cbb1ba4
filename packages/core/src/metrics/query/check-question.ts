import { Day, Invalid } from '@throughline/canonical'
import { modelNames, type ModelName } from '../../attribution/models/index.ts'
import { checkRange } from '../compared-range.ts'
import { dimensions, dimensionWords, type Dimension } from '../registry/dimension.ts'
import type { Filter } from '../registry/measure.ts'
import { keeperOf } from '../registry/kept-measures.ts'
import { metricOf } from '../registry/metrics.ts'
import type { Metric } from '../registry/metric.ts'
import type { Today } from '../today.ts'
import type { Question } from './question.ts'

const most = { metrics: 10, keys: 500, rows: 1_000 }
const usualRows = 100

/** A question that can be answered. */
export interface Checked extends Omit<Question, 'by' | 'filter' | 'model' | 'limit'> {
  of: readonly Metric[]
  by: Dimension | undefined
  filter: Filter
  model: ModelName | undefined
  limit: number
  /** Everything that it is filtered by. */
  filtered: readonly Dimension[]
}

/** @throws Invalid in a sentence that says what would work */
export function checkQuestion(question: Question, today: Pick<Today, 'day'>): Checked {
  if (question.metrics.length === 0) throw new Invalid('Ask for at least one metric.', 'metrics')
  if (question.metrics.length > most.metrics) throw new Invalid(`At most ${most.metrics} metrics at once.`, 'metrics')
  const of = [...new Set(question.metrics)].map(knownMetric)
  checkRange(question.range)
  if (question.range.from > today.day)
    throw new Invalid(
      `The range begins on ${question.range.from}, and today is ${today.day} here. Figures are of days that have begun; choose a range from today or earlier.`,
      'range.from',
    )
  const by = question.by === undefined ? undefined : knownDimension(question.by, 'by')
  const filtered = Object.keys(question.filter ?? {}).map((name) => knownDimension(name, 'filter'))
  for (const [name, keys] of Object.entries(question.filter ?? {}))
    if (keys.length === 0 || keys.length > most.keys)
      throw new Invalid(`A filter names 1 to ${most.keys} keys.`, `filter.${name}`)
  question.filter?.day?.forEach(checkDay)
  question.filter?.hour?.forEach(checkHour)
  if (filtered.includes('model'))
    throw new Invalid('The model is asked for as `model`, not by a filter.', 'filter.model')
  for (const metric of of) checkAsked(metric, by, filtered)
  const limit = question.limit ?? usualRows
  if (!Number.isInteger(limit) || limit < 1 || limit > most.rows)
    throw new Invalid(`From 1 to ${most.rows} rows at once.`, 'limit')
  if (question.sort && !of.some(({ id }) => id === question.sort?.metric))
    throw new Invalid('Rows are sorted by one of the metrics that are asked for.', 'sort.metric')
  return {
    ...question,
    filter: question.filter ?? {},
    of,
    by,
    filtered,
    limit,
    model: question.model === undefined ? undefined : knownModel(question.model),
  }
}

function knownMetric(id: string): Metric {
  const metric = metricOf(id)
  if (!metric)
    throw new Invalid(
      'There is no such metric. The dictionary lists all of them by their ids, such as raised_net, roas or ctr.',
      'metrics',
    )
  return metric
}

function knownDimension(name: string, field: string): Dimension {
  const found = dimensions.find((each) => each === name)
  if (!found) throw new Invalid(`There is no such dimension. There are: ${dimensions.join(', ')}.`, field)
  return found
}

function knownModel(name: string): ModelName {
  const found = modelNames.find((each) => each === name)
  if (!found) throw new Invalid(`There is no such model. There are: ${modelNames.join(', ')}.`, 'model')
  return found
}

function checkDay(day: string | null): void {
  if (day === null) throw new Invalid('A day is always known. Name days, such as 2026-11-03.', 'filter.day')
  if (!Day.safeParse(day).success)
    throw new Invalid('A day is one of the calendar’s, written 2026-11-03.', 'filter.day')
}

function checkHour(hour: string | null): void {
  if (hour === null || !/^(-1|1?\d|2[0-3])$/.test(hour))
    throw new Invalid('An hour is a number from 0 to 23; -1 is where a source tells the day alone.', 'filter.hour')
}

/** @throws Invalid where a metric does not have what it is asked by, alone or together */
function checkAsked(metric: Metric, by: Dimension | undefined, filtered: readonly Dimension[]): void {
  const name = metric.title.fundraising
  const field = (dimension: Dimension) => (dimension === by ? 'by' : `filter.${dimension}`)
  const asked = [...new Set([...filtered, ...(by === undefined ? [] : [by])])]
  const unknown = asked.find((each) => !metric.dimensions.includes(each))
  if (unknown !== undefined)
    throw new Invalid(
      `${name} is not kept by ${dimensionWords[unknown].title.toLowerCase()}. ${works(metric)}`,
      field(unknown),
    )
  if (metric.worked.by !== 'measures') return
  const { numerator, denominator } = metric.worked
  // By model the whole is worked out anew by each of them.
  const kept = asked.filter((each) => each !== 'model')
  if ([...numerator, ...denominator].every(({ measure }) => keeperOf(measure, kept))) return
  const words = asked.map((each) => dimensionWords[each].title.toLowerCase()).join(' and ')
  throw new Invalid(`${name} is kept by each of ${words}, but not by them together. Leave one of them out.`, 'filter')
}

function works({ dimensions: known }: Metric): string {
  if (known.length === 0) return 'It is one figure for all: ask without a filter and a breakdown.'
  return `It can be filtered by and broken down into: ${known.join(', ')}.`
}
