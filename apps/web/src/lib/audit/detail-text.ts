/** The particulars of an entry on one line: `role analyst, days 3`. Nested ones are written out in their own order. */
export function detailText(detail: Record<string, unknown>): string {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name} ${sayValue(value)}`)
    .join(', ')
}

function sayValue(value: unknown): string {
  if (Array.isArray(value)) return value.map(sayValue).join(' and ')
  if (typeof value === 'object' && value !== null) return `(${detailText(value as Record<string, unknown>)})`
  return String(value)
}
