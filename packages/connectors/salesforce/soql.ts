/** A moment as SOQL writes it: unquoted, UTC. */
export const moment = (iso: string): string => new Date(iso).toISOString()

/** A text as SOQL writes it, so that nothing in it ends the literal. */
export const quoted = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`

export const oneOf = (field: string, values: readonly string[]): string =>
  `${field} IN (${values.map(quoted).join(',')})`

/** Conditions that all hold; blank ones are left out. */
export const all = (...conditions: (string | undefined)[]): string => conditions.filter(Boolean).join(' AND ')

/** Where reading stands among rows ordered by (SystemModstamp, Id). */
export interface Place {
  stamp: string
  id: string
}

export const byStamp = 'SystemModstamp ASC, Id ASC'

/**
 * Rows past a place. Any number of rows may share one stamp: a bound by the stamp alone would skip some or never end. The lower
 * bound stands by itself, so that the index on it is used.
 */
export function past({ stamp, id }: Place): string {
  const at = moment(stamp)
  return `SystemModstamp >= ${at} AND (SystemModstamp > ${at} OR Id > ${quoted(id)})`
}

export const since = (stamp: string): string => `SystemModstamp >= ${moment(stamp)}`

/** Lists cut into pieces of at most so many: a query has to fit into a URL of 16 KB. */
export function* pieces<T>(list: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size)
}

/** Ids in one question: each takes 27 bytes of the URL. */
export const idsAtOnce = 200
