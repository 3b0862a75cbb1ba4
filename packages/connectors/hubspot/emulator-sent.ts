import type { EmulatedObject, EmulatedType, EmulatedVersion } from './emulator-object.ts'

const iso = (millis: number) => new Date(millis).toISOString()

/** Contacts alone have no `hs_` before it. */
export const modifiedName = (type: EmulatedType): string =>
  type === 'contacts' ? 'lastmodifieddate' : 'hs_lastmodifieddate'
export const createdName = (type: EmulatedType): string =>
  type === 'contacts' || type === 'companies' || type === 'deals' ? 'createdate' : 'hs_createdate'

const closedStages: Readonly<Record<string, boolean>> = { closedwon: true, closedlost: false }

/** A property's value as sent; null where it is empty. What HubSpot works out is worked out here. */
export function valueOf(type: EmulatedType, object: EmulatedObject, name: string): string | null {
  const { properties } = object
  if (name === 'hs_object_id') return object.id
  if (name === modifiedName(type)) return iso(object.updatedAt)
  if (name === createdName(type)) return properties[name] ?? iso(object.createdAt)
  if (type === 'deals') {
    const stage = properties.dealstage ?? ''
    const won = closedStages[stage]
    if (name === 'hs_is_closed') return properties[name] ?? String(won !== undefined)
    if (name === 'hs_is_closed_won') return properties[name] ?? String(won === true)
    if (name === 'hs_v2_date_entered_current_stage') {
      const entered = object.history.dealstage?.[0]?.at
      return properties[name] ?? (entered === undefined || Number.isNaN(entered) ? null : iso(entered))
    }
  }
  return properties[name] ?? null
}

/** Nothing but these where no properties are asked for: everything else is left out without a word. */
const usual: Readonly<Record<EmulatedType, readonly string[]>> = {
  contacts: ['email', 'firstname', 'lastname'],
  companies: ['name', 'domain'],
  deals: ['dealname', 'amount', 'dealstage', 'pipeline', 'closedate'],
  leads: ['hs_lead_name'],
  notes: [],
  communications: [],
}

export interface Asked {
  portalId: string
  properties: readonly string[]
  history?: readonly string[]
  /** How many versions of a property are told at most. */
  versions?: number
}

/** A record as HubSpot sends it. */
export function sentObject(type: EmulatedType, object: EmulatedObject, asked: Asked): Record<string, unknown> {
  const { id, archivedAt } = object
  const names = asked.properties.length > 0 ? asked.properties : usual[type]
  const always = [createdName(type), modifiedName(type), 'hs_object_id']
  const known = new Set([...names, ...always])
  const history = (asked.history ?? []).filter((name) => name !== '')
  return {
    id,
    properties: Object.fromEntries([...known].map((name) => [name, valueOf(type, object, name)])),
    ...(history.length > 0 ? { propertiesWithHistory: histories(object, history, asked.versions ?? 20) } : {}),
    createdAt: object.broken ? 'yesterday' : iso(object.createdAt),
    updatedAt: iso(object.updatedAt),
    archived: archivedAt !== undefined,
    ...(archivedAt === undefined ? {} : { archivedAt: iso(archivedAt) }),
    url: `https://app.hubspot.com/contacts/${asked.portalId}/record/${type}/${id}`,
  }
}

function histories(object: EmulatedObject, names: readonly string[], most: number): object {
  const sent = ({ value, at, source }: EmulatedVersion) => ({
    value: value ?? '',
    timestamp: Number.isNaN(at) ? 'never' : iso(at),
    sourceType: source,
    ...(source === 'CRM_UI' ? { sourceId: 'userId:6120041', updatedByUserId: 6_120_041 } : {}),
  })
  return Object.fromEntries(names.map((name) => [name, (object.history[name] ?? []).slice(0, most).map(sent)]))
}
