import { defineConnector, type Ctx } from '@throughline/connector-kit'
import type { z } from 'zod'
import { Cursor, rewind, start } from './cursor.ts'
import { historyRows, roleRows } from './deal-rows.ts'
import { classify } from './errors.ts'
import { fetchAtOnce, fetchByDeal, fetchRows } from './fetch-rows.ts'
import { keyOf } from './ids.ts'
import { mapCall, mapCampaign, mapInfluence, mapMember } from './map-campaigns.ts'
import { mapHistory, mapOpportunity, mapRole, tallyOpportunity } from './map-deals.ts'
import { mapAccount, mapContact, mapLead, mapQueue, mapUser } from './map-people.ts'
import { mapMerge, MergeRow, readContacts } from './merges.ts'
import { objects, type SObjectType } from './objects.ts'
import { askForOrg } from './org.ts'
import { mapPipeline, PipelineCursor, PipelineRow, pipelineTotals, readPipelines } from './pipelines.ts'
import { readByDeal } from './read-by-deal.ts'
import { readObject } from './read-object.ts'
import * as rows from './rows.ts'
import { App, Config, Secrets, sessionOf } from './schema.ts'
import { auth, oauth } from './sign-in.ts'
import { totals } from './totals.ts'
import { usage } from './usage.ts'
import { writeAttribution } from './write-attribution.ts'
import { writeFields } from './write-fields.ts'
import { writeInfluence } from './write-influence.ts'

/** A deal's own row outranks what its roles and its history add; the history alone knows when it was closed. */
const ranks = { merge: 1, extra: 5, contact: 20, personAccount: 25, deal: 20, roles: 21, history: 22 }

/** What all streams of records have in common. */
const shared = <Raw extends rows.AnyRow>(raw: z.ZodType<Raw>, type: SObjectType) => ({
  raw,
  key: (row: Raw) => keyOf(row, row.Id),
  revision: rows.revisionOf,
  tally: (row: Raw) => rows.tallyOf(row),
  totals: totals(type),
  cursor: Cursor,
  start,
  rewind,
  fetchAtOnce,
})

/** A stream of one kind of record. */
const object = <Raw extends rows.AnyRow>(raw: z.ZodType<Raw>, type: SObjectType) => ({
  ...shared(raw, type),
  read: readObject(type),
  fetch: fetchRows(type),
})

export const connector = defineConnector<Config, Secrets, App>({
  id: 'salesforce',
  name: 'Salesforce',
  config: Config,
  auth,
  app: App,
  oauth,
  http: {
    baseUrl: (_config, secrets) => sessionOf(secrets)?.instanceUrl ?? secrets.myDomain ?? '',
    // Salesforce counts calls a day and long calls at once, none a second: this only keeps us polite.
    limits: { api: { requests: 25, per: 'second' }, write: { requests: 25, per: 'second' } },
    classify,
    usage,
  },
  check: async (ctx) => [await askForOrg(ctx)],
  streams: ({ stream }) => ({
    users: stream({ title: 'Users', rank: ranks.extra, ...object(rows.UserRow, objects.users), map: mapUser }),
    queues: stream({ title: 'Queues', rank: ranks.extra, ...object(rows.QueueRow, objects.queues), map: mapQueue }),
    pipelines: stream({
      title: 'Pipelines',
      rank: ranks.deal,
      raw: PipelineRow,
      key: (row) => keyOf(row, row.Id),
      map: mapPipeline,
      cursor: PipelineCursor,
      start: () => ({}),
      read: (ctx: Ctx<Config>) => readPipelines(ctx),
      totals: pipelineTotals,
      everyMinutes: 6 * 60,
    }),
    accounts: stream({
      title: 'Accounts',
      rank: ranks.personAccount,
      ...object(rows.AccountRow, objects.accounts),
      map: mapAccount,
    }),
    contacts: stream({
      title: 'Contacts',
      rank: ranks.contact,
      ...object(rows.ContactRow, objects.contacts),
      read: readContacts,
      map: mapContact,
    }),
    merged_contacts: stream({
      title: 'Merged contacts',
      rank: ranks.merge,
      raw: MergeRow,
      key: (row) => keyOf(row, row.Id),
      map: mapMerge,
    }),
    leads: stream({ title: 'Leads', rank: ranks.contact, ...object(rows.LeadRow, objects.leads), map: mapLead }),
    opportunities: stream({
      title: 'Opportunities',
      rank: ranks.deal,
      ...object(rows.OpportunityRow, objects.opportunities),
      map: mapOpportunity,
      tally: tallyOpportunity,
      totals: totals(objects.opportunities, 'Amount'),
    }),
    opportunity_history: stream({
      title: 'Stages of opportunities',
      rank: ranks.history,
      ...shared(rows.HistoryRow, objects.history),
      map: mapHistory,
      read: readByDeal(historyRows),
      fetch: fetchByDeal(historyRows),
    }),
    contact_roles: stream({
      title: 'Contacts of opportunities',
      rank: ranks.roles,
      ...shared(rows.RoleRow, objects.roles),
      map: mapRole,
      read: readByDeal(roleRows),
      fetch: fetchByDeal(roleRows),
    }),
    campaigns: stream({
      title: 'Campaigns',
      rank: ranks.deal,
      ...object(rows.CampaignRow, objects.campaigns),
      map: mapCampaign,
    }),
    campaign_members: stream({
      title: 'Campaign members',
      rank: ranks.deal,
      ...object(rows.MemberRow, objects.members),
      map: mapMember,
    }),
    campaign_influence: stream({
      title: 'Campaign influence',
      rank: ranks.deal,
      ...object(rows.InfluenceRow, objects.influence),
      map: mapInfluence,
    }),
    calls: stream({
      title: 'Calls',
      rank: ranks.deal,
      ...object(rows.CallRow, objects.calls),
      map: mapCall,
      enabled: ({ calls }: Config) => calls,
    }),
  }),
  actions: ({ action }) => ({
    write_fields: action(writeFields),
    write_influence: action(writeInfluence),
    write_attribution: action(writeAttribution),
  }),
})
