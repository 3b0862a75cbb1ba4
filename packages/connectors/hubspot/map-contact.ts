import type { CanonicalRecord, Person } from '@throughline/canonical'
import { absorbedIds, isGone, type ObjectRow } from './object-row.ts'
import { dateEntered, laterStages, leadStages } from './object-type.ts'
import { keyIfAny, keyOf } from './portal.ts'
import { attributesOf, given, sourceData, withdrawal } from './records.ts'
import type { Config } from './schema.ts'
import { firstVisit } from './first-visit.ts'
import { instant, text, type Properties } from './values.ts'

/** A contact; the lead that it is or was, where contacts are leads; and the visit it first came by. */
export function mapContact(row: ObjectRow, config: Config): CanonicalRecord[] {
  const key = keyOf(row, row.id)
  const asLead = config.leads === 'lifecycle'
  if (isGone(row))
    return [withdrawal('crm_contact', key, row), ...(asLead ? [withdrawal('lead', leadKey(row), row)] : [])]
  const { properties } = row
  const createdAt = instant(properties, 'createdate') ?? row.createdAt ?? ''
  const person = personOf(row, key)
  const absorbed = absorbedIds(row.id, properties).map((id) => keyOf(row, id))
  const contact = given({
    kind: 'crm_contact' as const,
    key,
    happenedAt: createdAt,
    createdAt,
    person,
    company: keyIfAny(row, text(properties, 'associatedcompanyid')),
    owner: keyIfAny(row, text(properties, 'hubspot_owner_id')),
    lifecycleStage: text(properties, 'lifecyclestage'),
    leadStatus: text(properties, 'hs_lead_status'),
    firstSource: text(properties, 'hs_analytics_source'),
    latestSource: text(properties, 'hs_latest_source'),
    absorbed: absorbed.length > 0 ? absorbed : undefined,
    attributes: attributesOf({
      ...sourceData(properties, 'firstSource', 'hs_analytics_source_data'),
      ...sourceData(properties, 'latestSource', 'hs_latest_source_data'),
      recordSource: text(properties, 'hs_object_source_label'),
      firstForm: text(properties, 'first_conversion_event_name'),
      latestForm: text(properties, 'recent_conversion_event_name'),
      ...chosen(properties, config.contactProperties),
    }),
  })
  return [contact, ...(asLead ? leadOf(row, createdAt, person) : []), ...firstVisit(row, key, person)]
}

/** Records of HubSpot's own leads have keys of their own. */
const leadKey = (row: ObjectRow): string => keyOf(row, `contact-${row.id}`)

/**
 * A contact is a lead once it reached one of the lead stages, and stays one when it goes on: stages only move forward, and what it
 * became is said by `convertedAt`.
 */
function leadOf(row: ObjectRow, createdAt: string, person: Person): CanonicalRecord[] {
  const { properties } = row
  const stage = text(properties, 'lifecyclestage')
  const entered = earliest(properties, leadStages)
  if (entered === undefined && !leadStages.some((each) => each === stage)) return []
  const since = entered ?? createdAt
  return [
    given({
      kind: 'lead' as const,
      key: leadKey(row),
      happenedAt: since,
      createdAt: since,
      person,
      status: stage,
      source: text(properties, 'hs_analytics_source'),
      owner: keyIfAny(row, text(properties, 'hubspot_owner_id')),
      company: keyIfAny(row, text(properties, 'associatedcompanyid')),
      contact: keyOf(row, row.id),
      convertedAt: earliest(properties, laterStages),
    }),
  ]
}

function earliest(properties: Properties, stages: readonly string[]): string | undefined {
  return stages.flatMap((stage) => instant(properties, dateEntered(stage)) ?? []).sort()[0]
}

function personOf(row: ObjectRow, key: string): Person {
  const { properties } = row
  const address = given({
    line1: text(properties, 'address'),
    city: text(properties, 'city'),
    region: text(properties, 'state'),
    postalCode: text(properties, 'zip'),
    country: text(properties, 'country'),
  })
  return given({
    anonymousKey: key,
    externalIds: { contact: key },
    email: text(properties, 'email'),
    phone: text(properties, 'phone') ?? text(properties, 'mobilephone'),
    firstName: text(properties, 'firstname'),
    lastName: text(properties, 'lastname'),
    address: Object.keys(address).length > 0 ? address : undefined,
    employer: text(properties, 'company'),
    occupation: text(properties, 'jobtitle'),
  })
}

/** Properties that the customer named. */
export const chosen = (properties: Properties, names: readonly string[]): Record<string, string | undefined> =>
  Object.fromEntries(names.map((name) => [name, text(properties, name)]))
