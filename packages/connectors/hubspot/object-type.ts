import type { Config } from './schema.ts'

/** What reading one kind of CRM record needs to know: names of paths and properties, which differ from kind to kind. */
export interface ObjectType {
  /** As paths name it. */
  path: string
  /** As webhooks of the newer kind name it. */
  typeId: string
  /** The property that search is sorted and cut by. Contacts alone have no `hs_` before it; a wrong name finds nothing, silently. */
  modified: string
  created: string
  properties(config: Config): readonly string[]
  /** With these their earlier values are read too: fewer records at once. */
  history?: readonly string[]
  /**
   * How often the whole list is read again: a change of associations, or coming back from the archive, shows nowhere else (but in
   * webhooks). The archive itself is read daily.
   */
  listEveryDays: number
  /** Kinds that it is tied to. */
  associations?: readonly ('contacts' | 'companies')[]
}

/** Set by HubSpot wherever records were merged into this one. */
const merged = 'hs_merged_object_ids'
const source = [
  'hs_analytics_source',
  'hs_analytics_source_data_1',
  'hs_analytics_source_data_2',
  'hs_object_source',
  'hs_object_source_label',
]

const contactProperties = [
  ...['createdate', 'lastmodifieddate', merged, 'hs_calculated_merged_vids', ...source],
  ...['email', 'hs_additional_emails', 'firstname', 'lastname', 'phone', 'mobilephone', 'jobtitle', 'company'],
  ...['address', 'city', 'state', 'zip', 'country', 'associatedcompanyid', 'hubspot_owner_id'],
  ...['lifecyclestage', 'hs_lead_status', 'hs_latest_source', 'hs_latest_source_data_1', 'hs_latest_source_data_2'],
  ...['hs_latest_source_timestamp', 'hs_analytics_first_url', 'hs_analytics_first_referrer'],
  ...['hs_analytics_first_timestamp', 'hs_google_click_id', 'hs_facebook_click_id'],
  ...['first_conversion_event_name', 'first_conversion_date', 'recent_conversion_event_name', 'recent_conversion_date'],
]

/** When a contact entered each stage; the older names without `v2` are refused by search. */
export const leadStages = ['lead', 'marketingqualifiedlead', 'salesqualifiedlead'] as const
export const laterStages = ['opportunity', 'customer'] as const
export const dateEntered = (stage: string): string => `hs_v2_date_entered_${stage}`

export const contacts: ObjectType = {
  path: 'contacts',
  typeId: '0-1',
  modified: 'lastmodifieddate',
  created: 'createdate',
  listEveryDays: 7,
  properties: ({ contactProperties: more }) => [
    ...contactProperties,
    ...[...leadStages, ...laterStages].map(dateEntered),
    ...more,
  ],
}

export const companies: ObjectType = {
  path: 'companies',
  typeId: '0-2',
  modified: 'hs_lastmodifieddate',
  created: 'createdate',
  listEveryDays: 1,
  properties: () => [
    ...['createdate', 'hs_lastmodifieddate', merged, ...source, 'name', 'domain', 'industry', 'country', 'state'],
    ...['numberofemployees', 'lifecyclestage', 'hs_parent_company_id', 'hubspot_owner_id'],
  ],
}

const dealProperties = [
  ...['createdate', 'hs_lastmodifieddate', merged, ...source, 'dealname', 'amount', 'amount_in_home_currency'],
  ...['deal_currency_code', 'dealstage', 'pipeline', 'closedate', 'hs_is_closed', 'hs_is_closed_won'],
  ...['hs_deal_stage_probability', 'hs_closed_amount', 'dealtype', 'closed_lost_reason', 'hubspot_owner_id'],
  ...['hs_v2_date_entered_current_stage'],
]

export const deals: ObjectType = {
  path: 'deals',
  typeId: '0-3',
  modified: 'hs_lastmodifieddate',
  created: 'createdate',
  listEveryDays: 1,
  properties: ({ dealProperties: more }) => [...dealProperties, ...more],
  history: ['dealstage', 'pipeline'],
  associations: ['contacts', 'companies'],
}

export const leads: ObjectType = {
  path: 'leads',
  typeId: '0-136',
  modified: 'hs_lastmodifieddate',
  created: 'hs_createdate',
  listEveryDays: 1,
  properties: () => [
    ...['hs_createdate', 'hs_lastmodifieddate', merged, ...source, 'hs_lead_name', 'hs_lead_type', 'hs_lead_label'],
    ...['hs_pipeline', 'hs_pipeline_stage', 'hubspot_owner_id'],
  ],
  associations: ['contacts', 'companies'],
}
