/**
 * What each table is for, beside its shape: who owns it, whose rows it holds, what the running system may do to them, how long
 * they stay and what personal data is in them. `police` turns it into grants, policies and table comments, `docs/tables.md` is
 * printed from those. A table that is missing here fails the catalogue test.
 */
export interface About {
  /** The room of `packages/core` that owns it. */
  room: string
  /** `tenant`: policed by tenant_id. `agency`: by actor and agency, see `always/agency-policies.sql`. `system`: holds nobody's data. */
  scope: 'tenant' | 'agency' | 'system'
  /** `append`: never changed. `update`: changed, never deleted. `free`: both. */
  writes: 'append' | 'update' | 'free'
  kept: string
  personal: string
  /** Columns of an `append` table that are worked out from its others, and may be worked out anew. */
  worked?: readonly string[]
}

const tenantTable = (room: string, writes: About['writes'], kept: string, personal = 'none'): About => ({
  room,
  scope: 'tenant',
  writes,
  kept,
  personal,
})
const agencyTable = (room: string, writes: About['writes'], kept: string, personal = 'none'): About => ({
  room,
  scope: 'agency',
  writes,
  kept,
  personal,
})

export const about: Readonly<Record<string, About>> = {
  agency: agencyTable('tenants', 'update', 'for ever'),
  app_user: agencyTable('sign-in', 'update', 'until removed', 'staff name, email'),
  session: agencyTable('sign-in', 'free', '30 days after last use'),
  member: agencyTable('tenants', 'free', 'until removed', 'staff name, email'),
  invitation: agencyTable('tenants', 'update', 'for ever', 'invited email'),
  password_reset: agencyTable('sign-in', 'free', '1 hour'),
  recovery_code: agencyTable('sign-in', 'free', 'until replaced, or the second step ends'),
  attempt: { room: 'sign-in', scope: 'system', writes: 'free', kept: '1 day', personal: 'keyed hashes' },
  mail: { room: 'mail', scope: 'system', writes: 'free', kept: '7 days', personal: 'sealed' },
  agency_audit: agencyTable('audit', 'append', 'for ever'),
  tenant: tenantTable('tenants', 'update', 'for ever'),
  tenant_grant: tenantTable('tenants', 'free', 'until removed', 'member name, email'),
  tenant_key: tenantTable('secrets', 'update', 'for ever', 'wrapped key'),
  api_key: tenantTable('api-keys', 'update', 'for ever'),
  api_key_use: tenantTable('api-keys', 'free', 'with its key'),
  event_allowance: tenantTable('api-keys', 'free', 'rebuildable'),
  audit: tenantTable('audit', 'append', 'for ever', 'pseudonyms'),
  ledger_head: tenantTable('ledger', 'update', 'for ever'),
  batch: tenantTable('ledger', 'append', 'for ever'),
  fact: tenantTable('ledger', 'append', 'for ever', 'contact number'),
  money_movement: tenantTable('ledger', 'append', 'for ever'),
  strip: tenantTable('ledger', 'free', 'rebuildable', 'contact number'),
  restated_movement: tenantTable('ledger', 'free', 'while a zone is being changed'),
  restated_strip: tenantTable('ledger', 'free', 'while a zone is being changed', 'contact number'),
  fx_rate: tenantTable('ledger', 'free', 'for ever'),
  contact: tenantTable('contacts', 'update', 'for ever', 'contact number'),
  identity: tenantTable('contacts', 'free', 'until erased', 'keyed hashes'),
  tombstone: tenantTable('contacts', 'append', 'for ever', 'keyed hashes'),
  person_key: tenantTable('contacts', 'free', 'until erased', 'wrapped key'),
  vault: tenantTable('contacts', 'free', 'until erased', 'sealed name, email, phone, address'),
  erasure: tenantTable('contacts', 'append', 'for ever', 'contact number'),
  connection: tenantTable('connections', 'update', 'for ever'),
  connection_account: tenantTable('connections', 'free', 'until disconnected'),
  oauth_attempt: tenantTable('connections', 'free', '1 day', 'sealed verifier'),
  connection_secret: tenantTable('connections', 'free', 'until disconnected', 'sealed credentials'),
  stream_state: tenantTable('connections', 'free', 'with its connection'),
  stream_setting: tenantTable('connections', 'free', 'with its connection'),
  stream_field: tenantTable('connections', 'free', 'with its connection'),
  completeness: tenantTable('connections', 'free', '1 year'),
  stream_hint: tenantTable('connections', 'free', 'until asked for'),
  sync_run: tenantTable('connections', 'update', '1 year'),
  inbox: tenantTable('ingest', 'free', '35 days', 'sealed raw bodies'),
  source_record: tenantTable('ingest', 'free', 'for ever', 'sealed with the person’s key'),
  row_count: tenantTable('ingest', 'free', 'with its connection'),
  record_part: tenantTable('ingest', 'free', 'for ever', 'contact number'),
  quarantine: tenantTable('ingest', 'free', '35 days after settled', 'sealed raw rows'),
  // A day and an hour are those of the instant in the client's zone, which may change.
  tracked_link: tenantTable('links', 'update', 'for ever'),
  event: {
    ...tenantTable('events', 'append', 'as the installation says', 'contact number'),
    worked: ['day', 'hour'],
  },
  event_key: tenantTable('events', 'free', 'with its event'),
  event_name: tenantTable('events', 'append', 'for ever'),
  activity_movement: tenantTable('events', 'update', 'for ever'),
  activity_hour: tenantTable('events', 'update', 'for ever'),
  event_volume: tenantTable('events', 'update', 'for ever'),
  activity_strip: tenantTable('events', 'free', 'rebuildable', 'contact number'),
  event_delivery: tenantTable('events', 'free', '35 days', 'sealed raw bodies'),
  event_rejection: tenantTable('events', 'free', '35 days', 'sealed raw events'),
  event_kind: tenantTable('events', 'update', 'for ever'),
  event_import: tenantTable('events', 'update', 'for ever'),
  event_import_part: tenantTable('events', 'free', '35 days', 'sealed raw rows'),
  attribution_head: tenantTable('attribution', 'update', 'for ever'),
  touch_place: tenantTable('attribution', 'append', 'for ever'),
  journey: tenantTable('attribution', 'free', 'rebuildable', 'contact number'),
  journey_part: tenantTable('attribution', 'free', 'rebuildable'),
  deal_contact: tenantTable('attribution', 'free', 'rebuildable', 'contact number'),
  credit_movement: tenantTable('attribution', 'append', 'for ever'),
  delivery_head: tenantTable('attribution', 'update', 'for ever'),
  delivery_movement: tenantTable('attribution', 'append', 'for ever'),
  click_seen: tenantTable('matching', 'free', 'rebuildable', 'contact number'),
  code_seen: tenantTable('matching', 'free', 'rebuildable'),
  match_report: tenantTable('matching', 'append', 'for ever'),
  service_minute: tenantTable('quality', 'free', '90 days'),
  repeat_count: tenantTable('quality', 'free', '1 year'),
  alert: tenantTable('notify', 'update', 'for ever'),
  alert_event: tenantTable('notify', 'append', 'for ever', 'comments of staff'),
  alert_watch: tenantTable('notify', 'update', 'for ever'),
  alert_channel: tenantTable('notify', 'update', 'for ever', 'sealed addresses'),
  agency_alert_channel: agencyTable('notify', 'update', 'for ever', 'sealed addresses'),
  alert_delivery: tenantTable('notify', 'free', '90 days once the alert is over'),
  alert_setting: tenantTable('notify', 'update', 'for ever'),
  segment_state: tenantTable('segments', 'free', 'rebuildable', 'contact number'),
  segment_day: tenantTable('segments', 'free', 'for ever'),
  action: tenantTable('actions', 'update', 'for ever', 'sealed input'),
  conversion_switch: tenantTable('conversions-out', 'update', 'for ever'),
  conversion_out: tenantTable('conversions-out', 'update', 'for ever', 'contact number'),
  write_back_switch: tenantTable('write-back', 'update', 'for ever'),
  write_back: tenantTable('write-back', 'update', 'for ever', 'contact number'),
  work: tenantTable('jobs', 'update', '1 year'),
  schedule: tenantTable('jobs', 'free', 'while in force'),
  dead_letter: tenantTable('jobs', 'update', '1 year'),
}
