import { formatCount, formatMoney, formatPercent } from '@throughline/ui/format'
import type { Answers } from '#lib/app-router.ts'
import { words } from '#lib/words.ts'

export type QualitySource = Answers['quality']['sources'][number]
export type QualityMeasure = QualitySource['measures'][number]
export type QualityLevel = Answers['quality']['freshness']['levels'][number]
export type QualitySeries = Answers['quality']['anomalies'][number]
export type QualityDay = Answers['quality']['reconciliation'][number]

const w = words.dataHealth

/** A share in percent that never reads 100 % while anything is missing, nor 0 % while there is something. */
export function shareText(value: number, locale: string): string {
  const places = 1
  const text = formatPercent(value, locale, { places })
  if (value < 1 && value >= 0.9995) return `> ${formatPercent(0.999, locale, { places })}`
  if (value > 0 && value < 0.0005) return `< ${formatPercent(0.001, locale, { places })}`
  return text
}

/** A stretch of time in its largest fitting unit: `40 s`, `12 min`, `3 h`, `2 d`. */
export function spanText(seconds: number, locale: string): string {
  if (seconds < 90) return `${formatCount(Math.round(seconds), locale)} s`
  if (seconds < 5_400) return `${formatCount(Math.round(seconds / 60), locale)} min`
  if (seconds < 129_600) return `${formatCount(Math.round(seconds / 3_600), locale)} h`
  return `${formatCount(Math.round(seconds / 86_400), locale)} d`
}

/** What a measure says: its number, or that there is none and why. */
export function measureText({ id, value, unknown }: QualityMeasure, locale: string): string {
  if (value === null) return unknown ? w.unknown[unknown] : w.none
  return id === 'freshness' ? spanText(value * 60, locale) : shareText(value, locale)
}

/** What is poor about a source, each in a sentence. */
export function poorSentences({ name, measures }: QualitySource, locale: string): string[] {
  return measures
    .filter(({ state, value }) => state === 'poor' && value !== null)
    .map((measure) => w.poorSay[measure.id](name, measureText(measure, locale)))
}

/** Where something can be done about a source. */
export function remedyOf({ connectionId, measures }: QualitySource, base: string): { href: string; label: string } {
  if (connectionId !== null) return { href: `${base}/connections/${connectionId}`, label: w.toConnection }
  const refused = measures.some(
    ({ id, state }) => state === 'poor' && (id === 'validation' || id === 'completeness' || id === 'schema'),
  )
  return refused
    ? { href: `${base}/events/rejected`, label: w.toRefused }
    : { href: `${base}/events/volume`, label: w.toVolume }
}

/** A level's source as people call it. */
export const levelSource = ({ source }: Pick<QualityLevel, 'source'>): string => source.replace(/^\w+:/, '')

export function seriesName({ id }: Pick<QualitySeries, 'id'>): string {
  return w.series[id] ?? w.eventsOf(id.replace(/^events:/, ''))
}

/** A value of a series: money where it is money. */
export function valueText({ currency }: Pick<QualitySeries, 'currency'>, value: number, locale: string): string {
  return currency === null ? formatCount(value, locale) : formatMoney({ minor: Math.round(value), currency }, locale)
}

/** Why a day differs, each cause with its part. */
export function causesText(day: QualityDay, locale: string): string {
  if (day.agrees) return w.agrees
  return day.causes.map(({ cause, part }) => w.causePart(w.causes[cause], valueText(day, part, locale))).join(', ')
}

/** This page with all rows of others' counts, or only those that differ. */
export function rowsLink(search: Iterable<[string, string]>, rows: '' | 'differing'): string {
  const next = new URLSearchParams([...search].filter(([name]) => name !== 'rows'))
  if (rows) next.set('rows', rows)
  return `?${next}#reconciliation`
}
