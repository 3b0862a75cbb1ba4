import { dayWithWeekday, formatDay, formatHour } from '@throughline/ui/format'
import { words } from '#lib/words.ts'
import type { AnswerRow, DimensionId } from './explore-query.ts'

const nowhereBut = 'in:'

/** What one row of a breakdown is called. */
export function rowName({ key, label }: Pick<AnswerRow, 'key' | 'label'>, by: DimensionId, locale: string): string {
  if (label !== null) return label
  return key === null ? words.explore.nowhere : keyName(key, by, locale)
}

/** What a key of a dimension is called, where nothing better is known. */
export function keyName(key: string | null, by: DimensionId, locale: string): string {
  const w = words.attribution
  const named: Partial<Record<DimensionId, Record<string, string>>> = {
    channel: w.channels,
    model: w.models,
    tier: w.tiers,
    donor_type: words.explore.donorTypes,
    recurring: words.explore.recurrings,
  }
  if (key === null) return words.explore.nowhere
  if (by === 'day') return formatDay(key, locale, dayWithWeekday)
  if (by === 'hour') return key === '-1' ? words.explore.noTime : formatHour(Number(key), locale)
  if (key.startsWith(nowhereBut)) {
    const channel = key.slice(nowhereBut.length)
    return `${words.explore.nowhere} · ${(w.channels as Record<string, string>)[channel] ?? channel}`
  }
  return named[by]?.[key] ?? key
}
