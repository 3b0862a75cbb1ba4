import { eventTypes, type CellType, type ImportMapping, type TimeFormat } from '@throughline/canonical/event'
import type { z } from 'zod'
import type { RowValues } from './row-values.ts'

/** What columns are usually called, the likeliest first. */
const usual = {
  eventId: ['event_id', 'eventid', 'message_id', 'uuid', 'id'],
  eventType: ['event_type', 'event', 'event_name', 'type'],
  timestamp: [
    ...['timestamp', 'event_timestamp', 'event_time', 'happened_at', 'occurred_at', 'datetime', 'date_time'],
    ...['created_at', 'sent_at', 'time', 'date', 'day'],
  ],
  userId: ['user_id', 'userid', 'user', 'contact_id', 'customer_id', 'email', 'email_address', 'phone'],
  anonymousId: ['anonymous_id', 'anonymousid', 'visitor_id', 'device_id', 'client_id'],
  sessionId: ['session_id', 'sessionid', 'session'],
  source: ['source'],
  region: ['context_region', 'region', 'state'],
} as const

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const plain = (name: string) =>
  name
    .trim()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_|_$/g, '')

/** A first mapping out of a file's columns and first rows, for a person to look at. */
export function guessMapping(columns: readonly string[], rows: readonly RowValues[], timeZone: string): ImportMapping {
  const left = new Map(columns.map((column) => [column, plain(column)]))
  const take = (names: readonly string[], fits: (column: string) => boolean = () => true): string | null => {
    for (const name of names)
      for (const [column, known] of left)
        if (known === name && fits(column)) {
          left.delete(column)
          return column
        }
    return null
  }
  const samples = (column: string) => rows.flatMap((row) => (Object.hasOwn(row, column) ? [String(row[column])] : []))
  const eventId = take(usual.eventId, (column) => samples(column).some((text) => uuid.test(text)))
  const eventType = take(usual.eventType)
  const time = take(usual.timestamp) ?? columns[0] ?? 'timestamp'
  left.delete(time)
  const source = take(usual.source)
  return {
    eventId,
    eventType: eventType === null ? { value: 'user_engaged' } : { column: eventType },
    source: source === null ? { value: 'backend' } : { column: source },
    timestamp: { column: time, format: formatOf(samples(time)), zone: timeZone },
    userId: take(usual.userId),
    anonymousId: take(usual.anonymousId),
    sessionId: take(usual.sessionId),
    region: take(usual.region),
    properties: [...left].flatMap(([column, known]) => {
      const name = /^context\.[a-z0-9_]+$/.test(column) ? column : known.replace(/^properties_/, '')
      return /^[a-z_]/.test(name) && !ours.has(column) ? [{ column, name: name.slice(0, 100), type: typeOf(name) }] : []
    }),
  }
}

/** Of lines in our own form, said once for the file. */
const ours = new Set(['schema_version', 'sent_at', 'tenant_id', 'tenant'])

function formatOf(texts: readonly string[]): TimeFormat {
  const [first = ''] = texts
  if (/^\d{12,14}$/.test(first)) return 'epoch_ms'
  if (/^\d{9,11}(\.\d+)?$/.test(first)) return 'epoch_s'
  if (!/^\d{1,2}[/.-]\d{1,2}[/.-]\d/.test(first)) return 'iso'
  return texts.some((text) => Number.parseInt(text, 10) > 12) ? 'day_first' : 'month_first'
}

/** What our own kinds of events ask of a property of that name. */
function typeOf(name: string): CellType {
  for (const { properties } of Object.values(eventTypes)) {
    const shape = properties.shape as Record<string, z.ZodType | undefined>
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined
    if (!known) continue
    if (known.safeParse(true).success && !known.safeParse('x').success) return 'yes_no'
    return known.safeParse(1).success && !known.safeParse('1').success ? 'number' : 'as_is'
  }
  return 'as_is'
}
