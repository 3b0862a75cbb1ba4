import type { CanonicalRecord, Withdrawal } from '@throughline/canonical'
import { instantOf, text, type Properties } from './values.ts'

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** The same without the fields that are undefined. */
export function given<T extends object>(fields: T): Given<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>
}

/** What is said beyond the fields; undefined where nothing is. */
export function attributesOf(
  values: Record<string, string | number | boolean | undefined>,
): Record<string, string | number | boolean> | undefined {
  const known = given(values)
  return Object.keys(known).length > 0 ? known : undefined
}

/** The drill-down of a source, unless it names a person: an address, or the user who imported. */
export function sourceData(properties: Properties, name: string, property: string): Record<string, string | undefined> {
  const data = [1, 2].map((index) => text(properties, `${property}_${index}`))
  const said = data.map((value) => (value !== undefined && !/@|userid/i.test(value) ? value : undefined))
  return { [`${name}Detail1`]: said[0], [`${name}Detail2`]: said[1] }
}

/** Where even the record's own times are gone, its taking back has none: the ledger dates it by when it was read. */
const noTime = '1970-01-01T00:00:00.000Z'

export function withdrawal(
  of: Withdrawal['of'],
  key: string,
  times: { archivedAt?: unknown; updatedAt?: unknown; createdAt?: unknown },
): CanonicalRecord {
  const told = [times.archivedAt, times.updatedAt, times.createdAt]
  const [happenedAt = noTime] = told.flatMap((time) => (typeof time === 'string' ? (instantOf(time) ?? []) : []))
  return { kind: 'withdrawal', key, of, happenedAt }
}
