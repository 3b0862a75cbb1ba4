import { createHash } from 'node:crypto'
import { eventTypes, type EventTypeName } from '@throughline/canonical/event'
import type { Inside } from '@throughline/db'
import { writeEvents } from './write-events.ts'

/** Something that happened here. */
export interface EmittedEvent {
  type: EventTypeName
  /** What it tells of, by the id that it has here: telling it twice is telling it once. */
  of: string
  at: Date
  properties: Record<string, unknown>
}

/**
 * Writes events of our own in the transaction of what they tell of: either both are there or neither. They are events of the
 * system or of a marketer, never of a contact. Call it before other rows are touched, since it takes the ledger's lock.
 * @throws ZodError where the properties are not what the kind asks for: a bug of ours
 */
export async function emitEvents(inside: Inside, events: readonly EmittedEvent[], now: Date): Promise<void> {
  await writeEvents(inside, {
    events: events.map(({ type, of, at, properties }) => {
      eventTypes[type].properties.parse(properties)
      const { campaign_id, creative_id, ...rest } = properties
      return {
        eventId: derivedId(type, of),
        kind: eventTypes[type].code,
        happenedAt: at.getTime(),
        late: false,
        source: 'backend',
        person: undefined,
        campaign: typeof campaign_id === 'string' ? campaign_id : undefined,
        creative: typeof creative_id === 'string' ? creative_id : undefined,
        region: undefined,
        channel: 0,
        amount: null,
        withheld: false,
        engagement: undefined,
        properties: JSON.stringify(rest),
      }
    }),
    deliveries: [],
    origin: 'events',
    keyring: { hash: () => '', version: 0 },
    now,
  })
}

/** A UUID (version 8) that is the same for the same names: the first 128 bits of their SHA-256. */
export function derivedId(...names: string[]): string {
  const bytes = createHash('sha256').update(names.join('\0')).digest().subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
