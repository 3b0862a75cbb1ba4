/** What one place of a page says alone; another question begins without it. */
const passing = ['cursor', 'touch', 'proof', 'batch']
/** What pages of credit hand on to each other: the days and what is looked at. */
const shared = ['from', 'to', 'vs', 'window', 'model', 'channel', 'customer', 'tier']

type Changes = Record<string, string | undefined>

/** The same page asked otherwise; an empty or missing value takes that part of the question away. */
export function creditLink(search: string, changes: Changes): string {
  const next = new URLSearchParams(search)
  for (const name of passing) next.delete(name)
  for (const [name, value] of Object.entries(changes)) {
    if (value) next.set(name, value)
    else next.delete(name)
  }
  return `?${next}`
}

/** Another page of credit for the same days, seen the same way. */
export function otherPage(path: string, search: string, changes: Record<string, string> = {}): string {
  const before = new URLSearchParams(search)
  const next = new URLSearchParams()
  for (const name of shared) {
    const value = before.get(name)
    if (value) next.set(name, value)
  }
  for (const [name, value] of Object.entries(changes)) next.set(name, value)
  return next.size > 0 ? `${path}?${next}` : path
}

/** What stays when other days are chosen. */
export function keptByDays(search: Iterable<[string, string]>): Record<string, string> {
  const days = ['from', 'to', 'vs', ...passing]
  return Object.fromEntries([...search].filter(([name]) => !days.includes(name)))
}
