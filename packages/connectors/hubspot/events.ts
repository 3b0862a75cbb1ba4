import type { Delivered } from '@throughline/connector-kit'
import { z } from 'zod'
import { keyOf } from './portal.ts'
import { Id } from './values.ts'

const ids = z.array(Id).optional()

/** One event; ids come as numbers, and newer kinds name the object's type apart. */
const Event = z
  .looseObject({
    portalId: Id,
    subscriptionType: z.string().min(1).optional(),
    /** What the documents call it in one place. */
    eventType: z.string().min(1).optional(),
    objectTypeId: z.string().optional(),
    objectId: Id.optional(),
    primaryObjectId: Id.optional(),
    mergedObjectIds: ids,
    newObjectId: Id.nullish(),
    fromObjectId: Id.optional(),
    toObjectId: Id.optional(),
    fromObjectTypeId: z.string().optional(),
    toObjectTypeId: z.string().optional(),
    associationType: z.string().optional(),
  })
  .refine(({ subscriptionType, eventType }) => subscriptionType ?? eventType, {
    message: 'an event says what it is',
    path: ['subscriptionType'],
  })
type Event = z.infer<typeof Event>

/** Up to a hundred events of any accounts. */
export const Events = z.array(Event).min(1)

/** A record's streams: a deal's stages are read with it. */
const streams: Readonly<Record<string, readonly string[]>> = {
  '0-1': ['contacts'],
  '0-2': ['companies'],
  '0-3': ['deals', 'stage_moves'],
  '0-136': ['leads'],
}
const typeIds: Readonly<Record<string, string>> = { contact: '0-1', company: '0-2', deal: '0-3', lead: '0-136' }

/**
 * What a delivery names: never more than names, because events come twice, in any order, and some carry no values. The records
 * are asked for as they are now. What this connector does not read (tickets, conversations) is passed over.
 */
export function splitEvents(body: unknown): Delivered[] {
  const named = new Map<string, Delivered>()
  for (const event of Events.parse(body))
    for (const { typeId, id } of touched(event))
      for (const stream of streams[typeId] ?? []) {
        const account = event.portalId
        const key = keyOf({ portalId: account }, id)
        named.set(`${stream} ${key}`, { account, stream, key })
      }
  return [...named.values()]
}

interface Touched {
  typeId: string
  id: string
}

/** All records that an event is about: a merge retires some and may make a new one, an association has two ends. */
function touched(event: Event): Touched[] {
  const [noun = '', what] = (event.subscriptionType ?? event.eventType ?? '').split('.')
  const typeId = event.objectTypeId ?? typeIds[noun] ?? ''
  if (what === 'associationChange') {
    const [from = typeId, to = ''] = endsOf(event)
    return [
      ...(event.fromObjectId === undefined ? [] : [{ typeId: from, id: event.fromObjectId }]),
      ...(event.toObjectId === undefined ? [] : [{ typeId: to, id: event.toObjectId }]),
    ]
  }
  const merged = [event.primaryObjectId, event.newObjectId ?? undefined, ...(event.mergedObjectIds ?? [])]
  return [event.objectId, ...merged].flatMap((id) => (id === undefined ? [] : [{ typeId, id }]))
}

/** `DEAL_TO_CONTACT`, or both types by id. */
function endsOf({ associationType = '', fromObjectTypeId, toObjectTypeId }: Event): (string | undefined)[] {
  const [from, to] = associationType.toLowerCase().split('_to_')
  return [fromObjectTypeId ?? typeIds[from ?? ''], toObjectTypeId ?? typeIds[to ?? '']]
}
