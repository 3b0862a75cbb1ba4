import { words } from '#lib/words.ts'
import type { Entry } from './explore-query.ts'
import { plainText } from './reading-text.ts'

/** What is usual of a metric, in its own unit; undefined where nothing is. */
export function healthyText(
  { healthy, unit }: Pick<Entry, 'healthy' | 'unit'>,
  locale: string,
  currency: string,
): string | undefined {
  if (!healthy) return undefined
  const w = words.dictionary
  const said = (value: number) => plainText(value, { unit, locale, currency })
  const [from, to] = [healthy.from, healthy.to]
  if (from !== null && to !== null) return w.healthyBetween(said(from), said(to))
  if (from !== null) return w.healthyFrom(said(from))
  return to === null ? undefined : w.healthyTo(said(to))
}

/** True where every word that is looked for stands somewhere in a metric's entry. */
export function entryHas(entry: Entry, looked: string): boolean {
  const text = `${Object.values(entry.title).join(' ')} ${entry.definition} ${entry.formula} ${entry.id}`.toLowerCase()
  return looked
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
