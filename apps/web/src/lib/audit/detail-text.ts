import { words } from '#lib/words.ts'

/**
 * The particulars of an entry on one line: `role analyst, days 3`. What was before and after stands side by side; nested ones
 * are written out in their own order.
 */
export function detailText(detail: Record<string, unknown>): string {
  const { before, after, ...rest } = detail
  const changed = isRecord(before) && isRecord(after) ? changesText(before, after) : []
  const others = changed.length > 0 ? rest : detail
  return [
    ...changed,
    ...Object.entries(others)
      .filter(isSaid)
      .map(([name, value]) => `${nameText(name)} ${sayValue(value)}`),
  ].join(', ')
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isSaid = ([, value]: [string, unknown]) => value !== null && value !== undefined && value !== ''

function changesText(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  return Object.keys(after)
    .filter((name) => sayValue(before[name]) !== sayValue(after[name]))
    .map((name) => `${nameText(name)} ${sayValue(before[name])} → ${sayValue(after[name])}`)
}

/** `timeZone` as it is spoken: `time zone`. */
const nameText = (name: string) =>
  name.replaceAll(/[._]/g, ' ').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)

function sayValue(value: unknown): string {
  if (value === null || value === undefined || value === '') return words.audit.nothing
  if (Array.isArray(value)) return value.map(sayValue).join(' and ')
  if (isRecord(value)) return `(${detailText(value)})`
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return words.roles[text] ?? text
}
