import { deliveryChannels, eventTypes, type EventTypeName } from '@throughline/canonical/event'
import type { Inside } from '@throughline/db'
import { derivedId } from './derived-id.ts'
import { writeEvents } from './write-events.ts'

/** Something that happened here. */
export interface EmittedEvent {
  type: EventTypeName
  /** What it tells of, by the id that it has here: telling it twice is telling it once. */
  of: string
  at: Date
  /** The contact that it is of; one that has not been erased. */
  contactNo?: number
  properties: Record<string, unknown>
}

/**
 * Writes events of our own in the transaction of what they tell of: either both are there or neither. Call it before other rows are touched, since it takes the ledger's lock.
 * @returns the batch, or undefined where all of it was told before
 * @throws ZodError where the properties are not what the kind asks for: a bug of ours
 */
export async function emitEvents(
  inside: Inside,
  events: readonly EmittedEvent[],
  now: Date,
): Promise<number | undefined> {
  const { batch } = await writeEvents(inside, {
    events: events.map(({ type, of, at, contactNo, properties }) => {
      eventTypes[type].properties.parse(properties)
      const { campaign_id, creative_id, ...rest } = properties
      const reached = properties['delivery_channel']
      return {
        eventId: derivedId(type, of),
        kind: eventTypes[type].code,
        happenedAt: at.getTime(),
        late: false,
        source: 'backend',
        person: undefined,
        contactNo,
        campaign: typeof campaign_id === 'string' ? campaign_id : undefined,
        creative: typeof creative_id === 'string' ? creative_id : undefined,
        region: undefined,
        channel: 1 + (deliveryChannels as readonly string[]).indexOf(typeof reached === 'string' ? reached : ''),
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
  return batch
}
