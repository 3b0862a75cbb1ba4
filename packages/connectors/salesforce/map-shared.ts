import type { CanonicalRecord, Person, RecordKind } from '@throughline/canonical'
import { keyOf } from './ids.ts'
import { furtherFields, type SObjectType } from './objects.ts'
import type { AnyRow } from './rows.ts'
import type { Config } from './schema.ts'

/** The fields that are there; a record may leave out what a source does not say. */
export function known<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
}

type Standing = Exclude<RecordKind, 'withdrawal'>

/** What a deleted record takes back; undefined of one that is there. */
export function withdrawals(row: AnyRow, ...kinds: Standing[]): CanonicalRecord[] | undefined {
  if (row.IsDeleted !== true) return undefined
  return kinds.map((of) => ({ kind: 'withdrawal', key: keyOf(row, row.Id), of, happenedAt: row.SystemModstamp }))
}

/** When a record was made: rows that are there have it. */
export const madeAt = ({ CreatedDate, SystemModstamp }: AnyRow): string => CreatedDate ?? SystemModstamp

/** What a record says beyond what has a name, with the fields that a person asked for. */
export function attributesOf(
  row: Record<string, unknown>,
  type: SObjectType,
  config: Config,
  more: Record<string, string | number | boolean | undefined> = {},
): Record<string, string | number | boolean> | undefined {
  const further = furtherFields(type, config).flatMap((name) => {
    const value = row[name]
    return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [[name, value]] : []
  })
  const attributes = { ...known(more), ...Object.fromEntries(further) } as Record<string, string | number | boolean>
  return Object.keys(attributes).length === 0 ? undefined : attributes
}

/** A person's opt-outs: the boxes say that somebody wants no e-mail, or no call. An empty box is no consent. */
export function optOuts(
  row: AnyRow,
  boxes: { email: boolean | undefined; call: boolean | undefined },
  person: Person,
): CanonicalRecord[] {
  const refused = (['email', 'call'] as const).filter((channel) => boxes[channel] === true)
  return refused.map((channel) => ({
    kind: 'consent',
    key: `${keyOf(row, row.Id)}:${channel}`,
    happenedAt: row.SystemModstamp,
    person,
    channel,
    purpose: 'marketing',
    granted: false,
    source: channel === 'email' ? 'HasOptedOutOfEmail' : 'DoNotCall',
  }))
}

/** An address, or undefined where nothing of it is known. */
export function addressOf(address: NonNullable<Person['address']>): Person['address'] {
  const filled = known(address)
  return Object.keys(filled).length === 0 ? undefined : filled
}

/** Midnight that begins a day on the org's calendar. */
export const midnight = (zone: string, day: string): string =>
  new Date(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds).toISOString()

export const dayAfter = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString()

/** Of a day without a time: noon of it there, and that it is a day on the org's calendar. */
export const onDay = (zone: string, day: string) => ({
  happenedAt: new Date(
    Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: '12:00' }).epochMilliseconds,
  ).toISOString(),
  sourceDay: { day, zone },
})
