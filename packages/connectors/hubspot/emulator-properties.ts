import { json } from './emulator-answers.ts'
import type { EmulatedType } from './emulator-object.ts'
import { companies, contacts, deals, leads } from './object-type.ts'

export interface EmulatedProperty {
  name: string
  type: 'string' | 'number' | 'datetime' | 'enumeration' | 'bool'
  readOnly?: boolean
  options?: string[]
  /** A rule that the account's administrator made; held against every write since 2026-09. */
  rule?: RegExp
}
export type Catalogue = ReadonlyMap<string, EmulatedProperty>

const worked =
  /^(hs_object_id|createdate|hs_createdate|hs_lastmodifieddate|lastmodifieddate|hs_is_closed.*|hs_v2_.*|hs_merged_.*|hs_calculated_.*|hs_analytics_.*|hs_latest_source.*|hs_object_source.*|hs_deal_stage_probability|hs_closed_amount|amount_in_home_currency)$/

const choices: Readonly<Record<string, string[]>> = {
  lifecyclestage: [
    ...['subscriber', 'lead', 'marketingqualifiedlead', 'salesqualifiedlead', 'opportunity', 'customer', 'evangelist'],
    'other',
  ],
  hs_lead_status: ['NEW', 'OPEN', 'IN_PROGRESS', 'UNQUALIFIED'],
}

/** What a customer made for what is written back. */
const custom: EmulatedProperty[] = [
  { name: 'attr_model', type: 'enumeration', options: ['first_touch', 'last_touch', 'linear'] },
  { name: 'attr_first_campaign', type: 'string' },
  { name: 'attr_credit', type: 'number' },
  { name: 'ext_id', type: 'string' },
  { name: 'utm_campaign', type: 'string' },
]

/** The properties that an object's records have. */
export function catalogueOf(
  type: EmulatedType,
  further: readonly EmulatedProperty[] = [],
): Map<string, EmulatedProperty> {
  const config = { leads: 'object' as const, campaigns: true, forms: true, contactProperties: [], dealProperties: [] }
  const types = { contacts, companies, deals, leads }
  const own = type in types ? types[type as keyof typeof types].properties(config) : []
  const activity = ['hs_timestamp', 'hs_note_body', 'hs_communication_body', 'hs_communication_channel_type']
  const names = own.length > 0 ? own : [...activity, 'hs_communication_logged_from', 'hubspot_owner_id']
  const known = names.map((name): EmulatedProperty => {
    if (worked.test(name)) return { name, type: 'string', readOnly: true }
    const options = choices[name]
    if (options) return { name, type: 'enumeration', options }
    return { name, type: name === 'amount' ? 'number' : 'string' }
  })
  return new Map([...known, ...custom, ...further].map((property) => [property.name, property]))
}

/** GET …/properties/{type} */
export const sentCatalogue = (catalogue: Catalogue): Response =>
  json(200, {
    results: [...catalogue.values()].map(({ name, type, readOnly, options }) => ({
      name,
      label: name,
      type,
      fieldType: options ? 'select' : 'text',
      groupName: 'information',
      hidden: false,
      calculated: false,
      externalOptions: false,
      hasUniqueValue: name === 'ext_id',
      options: (options ?? []).map((value, displayOrder) => ({ label: value, value, displayOrder, hidden: false })),
      modificationMetadata: { archivable: false, readOnlyDefinition: true, readOnlyValue: readOnly ?? false },
    })),
  })

/** What HubSpot says of values that do not fit. */
export function faultsOf(catalogue: Catalogue, values: Readonly<Record<string, string | null>>): object[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const code = faultOf(catalogue.get(name), value)
    if (!code) return []
    const message = `Property "${name}" was not valid`
    return [{ message, in: name, code, context: { propertyName: [name] } }]
  })
}

function faultOf(property: EmulatedProperty | undefined, value: string | null): string | undefined {
  if (!property) return 'PROPERTY_DOESNT_EXIST'
  if (property.readOnly) return 'READ_ONLY_VALUE'
  if (value === null || value === '') return undefined
  if (property.type === 'number' && Number.isNaN(Number(value))) return 'INVALID_LONG'
  if (property.options && !property.options.includes(value)) return 'INVALID_OPTION'
  return property.rule && !property.rule.test(value) ? 'PROPERTY_VALIDATION_RULE' : undefined
}
