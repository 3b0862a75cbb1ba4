import type { EmulatedType } from './emulator-object.ts'

export type EmulatedSource = 'CRM_UI' | 'INTEGRATION' | 'IMPORT' | 'AUTOMATION_PLATFORM' | 'MERGE_OBJECTS'

/** Something that happened to a record, as webhooks tell it. `at` in epoch milliseconds. */
export interface EmulatedEvent {
  type: EmulatedType
  what: 'creation' | 'deletion' | 'restore' | 'propertyChange' | 'merge' | 'associationChange' | 'privacyDeletion'
  id: string
  at: number
  source: EmulatedSource
  property?: string
  value?: string
  merged?: string[]
  newId?: string
  to?: EmulatedType
  toId?: string
  removed?: boolean
}

/** HubSpot's own apps subscribe by noun; newer ones by `object` and the type's number. */
export type EventStyle = 'noun' | 'object'

const nouns: Partial<Record<EmulatedType, { noun: string; typeId: string }>> = {
  contacts: { noun: 'contact', typeId: '0-1' },
  companies: { noun: 'company', typeId: '0-2' },
  deals: { noun: 'deal', typeId: '0-3' },
  leads: { noun: 'lead', typeId: '0-136' },
}

/** One event as it is in a delivery's body. Leads are told of in the newer style only. */
export function eventBody(
  event: EmulatedEvent,
  portal: { portalId: string; eventId: number },
  style: EventStyle,
): object | undefined {
  const type = nouns[event.type]
  if (!type) return undefined
  const generic = (style === 'object' || event.type === 'leads') && event.what !== 'privacyDeletion'
  const id = Number(event.id)
  const shared = {
    eventId: portal.eventId,
    subscriptionId: 140_221,
    portalId: Number(portal.portalId),
    appId: 55_102,
    occurredAt: event.at,
    subscriptionType: `${generic ? 'object' : type.noun}.${event.what}`,
    attemptNumber: 0,
    changeSource: event.source,
    ...(event.source === 'CRM_UI' ? { sourceId: 'userId:6120041' } : {}),
    ...(generic ? { objectTypeId: type.typeId } : {}),
  }
  switch (event.what) {
    case 'propertyChange':
      return { ...shared, objectId: id, propertyName: event.property, propertyValue: event.value }
    case 'merge':
      return {
        ...shared,
        objectId: id,
        primaryObjectId: id,
        mergedObjectIds: (event.merged ?? []).map(Number),
        newObjectId: Number(event.newId),
        numberOfPropertiesMoved: 3,
      }
    case 'associationChange':
      return {
        ...shared,
        ...endsOf(event, generic),
        associationRemoved: event.removed ?? false,
        isPrimaryAssociation: false,
      }
    case 'creation':
      return { ...shared, objectId: id, changeFlag: 'NEW' }
    case 'deletion':
    case 'restore':
    case 'privacyDeletion':
      return { ...shared, objectId: id, changeFlag: event.what === 'deletion' ? 'DELETED' : 'UPDATED' }
  }
}

function endsOf(event: EmulatedEvent, generic: boolean): object {
  const [from, to] = [nouns[event.type], event.to && nouns[event.to]]
  const ids = { fromObjectId: Number(event.id), toObjectId: Number(event.toId) }
  if (generic) return { ...ids, fromObjectTypeId: from?.typeId, toObjectTypeId: to?.typeId, associationTypeId: 3 }
  return { ...ids, associationType: `${from?.noun ?? ''}_TO_${to?.noun ?? ''}`.toUpperCase() }
}
