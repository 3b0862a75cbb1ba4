import { isRealDay } from '@throughline/ui/days'
import type { Answers, Questions } from '#lib/app-router.ts'
import type { CreditWindow, ModelId } from '#lib/attribution/answers.ts'
import { readModel } from '#lib/attribution/shown-credit.ts'
import { readWindow } from '#lib/attribution/window-text.ts'

export type Dictionary = Answers['metrics']['dictionary']
export type Entry = Dictionary['metrics'][number]
export type Answer = Answers['metrics']['query']
export type Reading = Answer['total'][number]
export type Asked = Answer['metrics'][number]
export type AnswerRow = Answer['rows'][number]
export type DimensionId = Dictionary['dimensions'][number]['id']

/** Metrics side by side, at most. */
export const mostMetrics = 4
const first = 'raised_net'

/** What an address asks, and what of it made no sense. */
export interface Explored {
  metrics: Entry[]
  by: DimensionId | undefined
  /** Keys by dimension; null is where it is not known. */
  filter: Partial<Record<DimensionId, (string | null)[]>>
  model: ModelId | undefined
  window: CreditWindow | undefined
  /** As known at this batch. */
  at: number | undefined
  /** Which parts of the address say what no metric here can be asked: their names, never their text. */
  ignored: Part[]
}

/** What an address says: `m` metrics, `by` what they are broken down by, `f` filters, `at` the batch. */
type Part = 'm' | 'by' | 'f' | 'at'

interface Search {
  get: (name: string) => string | null
  getAll: (name: string) => string[]
}

/** Reads an address against the dictionary: what it cannot mean is left out and named. */
export function readExplored(search: Search, dictionary: Dictionary): Explored {
  const ignored = new Set<Part>()
  const known = new Map(dictionary.metrics.map((entry) => [entry.id as string, entry]))
  const named = [...new Set((search.get('m') ?? first).split(','))].filter((id) => id !== '')
  const metrics = named.flatMap((id) => known.get(id) ?? (ignored.add('m'), [])).slice(0, mostMetrics)
  if (metrics.length === 0) metrics.push(known.get(first) ?? dictionary.metrics[0]!)
  const dimensions = sharedDimensions(metrics)
  const dimension = (text: string | null) => dimensions.find((each) => each === text)
  const by = dimension(search.get('by'))
  if (search.get('by') && !by) ignored.add('by')
  const filter: Explored['filter'] = {}
  for (const text of search.getAll('f')) {
    const cut = text.indexOf('~')
    const of = cut > 0 ? dimension(text.slice(0, cut)) : undefined
    const key = text.slice(cut + 1) || null
    if (!of || !canBe(key, of)) ignored.add('f')
    else (filter[of] ??= []).push(key)
  }
  const at = search.get('at')
  const batch = at !== null && /^\d{1,15}$/.test(at) ? Number(at) : undefined
  if (at !== null && batch === undefined) ignored.add('at')
  const model = readModel(search.get('model'))
  return { metrics, by, filter, model, window: readWindow(search.get('window')), at: batch, ignored: [...ignored] }
}

/** A day or an hour is always known, and a day is one of the calendar. */
function canBe(key: string | null, of: DimensionId): boolean {
  if (of === 'day') return key !== null && isRealDay(key)
  return of !== 'hour' || key !== null
}

/** What all of these metrics can be broken down into and filtered by. */
export function sharedDimensions(metrics: readonly Pick<Entry, 'dimensions'>[]): DimensionId[] {
  const [one, ...others] = metrics
  return (one?.dimensions ?? []).filter((each) => others.every(({ dimensions }) => dimensions.includes(each)))
}

/** The question that an address comes to. */
export function questionOf(
  { metrics, by, filter, model, window, at }: Explored,
  range: { from: string; to: string; vs: NonNullable<Questions['metrics']['query']['comparison']> },
): Omit<Questions['metrics']['query'], 'tenant'> {
  const credited = metrics.some((each) => each.model)
  return {
    metrics: metrics.map(({ id }) => id),
    range: { from: range.from, to: range.to },
    comparison: range.vs,
    filter,
    ...(by ? { by } : {}),
    ...(credited && model ? { model } : {}),
    ...(credited && window ? { window } : {}),
    ...(at === undefined ? {} : { batch: at }),
  }
}

/** The same address with other metrics; what the new ones cannot be asked by goes with the old ones. */
export function metricsLink(search: string, metrics: readonly string[]): string {
  const next = new URLSearchParams(search)
  next.set('m', metrics.join(','))
  next.delete('proof')
  return `?${next}`
}

/** The same address, looking only at one key of a dimension, or at all of them again. */
export function filterLink(search: string, dimension: string, key: string | null | undefined): string {
  const next = new URLSearchParams(search)
  const others = next.getAll('f').filter((text) => !text.startsWith(`${dimension}~`))
  next.delete('f')
  for (const text of others) next.append('f', text)
  if (key !== undefined) next.append('f', `${dimension}~${key ?? ''}`)
  return `?${next}`
}

/** The same address with one name set, or taken away. */
export function askedLink(search: string, name: 'by' | 'at', value: string | undefined): string {
  const next = new URLSearchParams(search)
  next.delete('proof')
  if (value === undefined) next.delete(name)
  else next.set(name, value)
  return `?${next}`
}
