/** Columns that must never be stored, in any generation of the reports: card and passport. */
const neverColumns = /passport|^card (?!replaced)|credit card expiration/i

const known = new Map<string, boolean>()

/** Remembers the answer: a report has the same hundred columns in every row. */
function isNever(name: string): boolean {
  const answer = known.get(name) ?? neverColumns.test(name)
  if (known.size < 1_000) known.set(name, answer)
  return answer
}

/** A report's row without what must never be stored. */
export function scrubRow(row: unknown): unknown {
  if (!isObject(row)) return row
  const kept: Record<string, unknown> = {}
  for (const name in row) if (!isNever(name)) kept[name] = row[name]
  return kept
}

/** A notice's line without links that act for the donor without a further question. */
export function scrubNotice(notice: unknown): unknown {
  if (!isObject(notice) || !isObject(notice.contribution)) return notice
  const { thanksUrl: _thanks, retryUrl: _retry, bumpYourRecurring: _bump, ...contribution } = notice.contribution
  return { ...notice, contribution }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
