import { defineConnector, oauth2, type Ctx, type Range, type RawRequest } from '@throughline/connector-kit'
import { check } from './check.ts'
import { Cursor } from './cursor.ts'
import { classify, usage } from './errors.ts'
import { Events, splitEvents } from './events.ts'
import { logNote, logText } from './log-activity.ts'
import { mapContact } from './map-contact.ts'
import { mapDeal, mapStageMove } from './map-deal.ts'
import {
  mapCampaign,
  mapCompany,
  mapForm,
  mapLead,
  mapMember,
  mapOwner,
  mapPipeline,
  memberKey,
  pipelineKey,
} from './map-others.ts'
import { accessToken, oauth, refresh, renewAt } from './oauth.ts'
import { ObjectRow, revisionOf, tallyOf } from './object-row.ts'
import { companies, contacts, deals, leads, type ObjectType } from './object-type.ts'
import { api, paths } from './paths.ts'
import { keyOf } from './portal.ts'
import { atOnceOf } from './by-id.ts'
import { fetchRecords, rowsOf, type Also } from './object-rows.ts'
import { readObjects, rewind, start } from './read-objects.ts'
import { PipelineCursor, readPipelines } from './read-pipelines.ts'
import {
  CampaignCursor,
  countCampaigns,
  ListCursor,
  MemberCursor,
  readArchivable,
  readCampaigns,
  readMembers,
} from './read-small.ts'
import { App, Config, Secrets } from './schema.ts'
import { isFromHubSpot } from './signatures.ts'
import { CampaignRow, FormRow, MemberRow, OwnerRow, PipelineRow } from './small-rows.ts'
import { StageMoveRow, stageMoveKey, stageMovesOf } from './stage-moves.ts'
import { totalsOf } from './totals.ts'
import { writeAttribution } from './write-attribution.ts'
import { writeFields } from './write-fields.ts'

/** A stream of records of one type: listed, searched and counted alike. */
const records = (type: ObjectType, also?: Also) => ({
  rank: 10,
  raw: ObjectRow,
  key: (row: ObjectRow) => keyOf(row, row.id),
  revision: revisionOf,
  tally: (row: ObjectRow) => tallyOf(row, type.created),
  totals: (ctx: Ctx<Config>, range: Range) => totalsOf(ctx, type, range),
  cursor: Cursor,
  start,
  rewind,
  read: (ctx: Ctx<Config>, from: Cursor) => readObjects(ctx, type, from, also),
  fetch: async (ctx: Ctx<Config>, keys: readonly string[]) => {
    const { portal, records } = await fetchRecords(ctx, type, keys)
    return rowsOf(ctx, portal, type, records)
  },
  fetchAtOnce: atOnceOf(type),
})

const leadRecords = records(leads)
const asks = ({ config }: Ctx<Config>) => config.leads === 'object'

const sixHours = 6 * 60
const daily = 24 * 60

export const connector = defineConnector<Config, Secrets, App>({
  id: 'hubspot',
  name: 'HubSpot',
  config: Config,
  app: App,
  auth: {
    ...oauth2<Secrets, App>({ secrets: Secrets, accessToken, refresh, renewAt }),
    needsApp: ({ privateAppToken }) => privateAppToken === undefined,
  },
  oauth,
  http: {
    baseUrl: () => api,
    limits: {
      // Of 100 in 10 seconds in the smallest plan, shared with nobody; of 110 for a signed-in app.
      calls: { requests: 90, per: 10_000 },
      // Of 5 a second, which all apps of the account share.
      search: { requests: 4, per: 'second' },
    },
    classify,
    usage,
  },
  check,
  streams: ({ stream }) => ({
    contacts: stream({ title: 'Contacts', ...records(contacts), map: mapContact, everyMinutes: 15 }),
    companies: stream({ title: 'Companies', ...records(companies), map: mapCompany, everyMinutes: 30 }),
    deals: stream({
      title: 'Deals',
      ...records(deals, (portal, read) => ({ stage_moves: stageMovesOf(portal, read) })),
      map: mapDeal,
      everyMinutes: 5,
    }),
    stage_moves: stream({
      title: 'Stage history of deals',
      rank: 10,
      raw: StageMoveRow,
      key: stageMoveKey,
      map: mapStageMove,
      tally: ({ archived }) => (archived ? { gone: true } : {}),
      // Comes with the deals; a webhook names the deal.
      fetch: async (ctx: Ctx<Config>, keys: readonly string[]) => {
        const { portal, records } = await fetchRecords(ctx, deals, keys)
        return stageMovesOf(portal, records)
      },
      fetchAtOnce: atOnceOf(deals),
    }),
    leads: stream({
      title: 'Leads',
      ...leadRecords,
      map: mapLead,
      enabled: (config: Config) => config.leads === 'object',
      fetch: async (ctx: Ctx<Config>, keys: readonly string[]) => (asks(ctx) ? leadRecords.fetch(ctx, keys) : []),
      everyMinutes: 15,
    }),
    pipelines: stream({
      title: 'Pipelines',
      rank: 10,
      raw: PipelineRow,
      key: (row: PipelineRow) => pipelineKey(row),
      map: mapPipeline,
      tally: ({ archived }) => (archived ? { gone: true } : {}),
      cursor: PipelineCursor,
      start: () => ({ known: [] }),
      read: readPipelines,
      everyMinutes: sixHours,
    }),
    owners: stream({
      title: 'Owners',
      rank: 10,
      raw: OwnerRow,
      key: (row) => keyOf(row, row.id),
      map: mapOwner,
      cursor: ListCursor,
      start: () => ({ archived: false }),
      read: (ctx: Ctx<Config>, from: ListCursor) => readArchivable(ctx, paths.owners, {}, from),
      everyMinutes: sixHours,
    }),
    campaigns: stream({
      title: 'Campaigns',
      rank: 10,
      raw: CampaignRow,
      key: (row) => keyOf(row, row.id),
      map: mapCampaign,
      tally: ({ archived }) => (archived ? { gone: true } : {}),
      totals: async (ctx: Ctx<Config>) => {
        const count = await countCampaigns(ctx)
        return count === undefined ? [] : [{ count }]
      },
      cursor: CampaignCursor,
      start: () => ({ known: {}, seen: {} }),
      read: readCampaigns,
      enabled: ({ campaigns }: Config) => campaigns,
      everyMinutes: sixHours,
    }),
    campaign_members: stream({
      title: 'Contacts influenced by campaigns',
      rank: 10,
      raw: MemberRow,
      key: memberKey,
      map: mapMember,
      cursor: MemberCursor,
      start: () => ({ queue: [] }),
      read: readMembers,
      enabled: ({ campaigns }: Config) => campaigns,
      everyMinutes: daily,
    }),
    forms: stream({
      title: 'Forms',
      rank: 10,
      raw: FormRow,
      key: (row) => keyOf(row, row.id),
      map: mapForm,
      cursor: ListCursor,
      start: () => ({ archived: false }),
      read: (ctx: Ctx<Config>, from: ListCursor) => readArchivable(ctx, paths.forms, { formTypes: 'all' }, from),
      enabled: ({ forms }: Config) => forms,
      everyMinutes: sixHours,
    }),
  }),
  webhooks: ({ webhook, appWebhook }) => ({
    events: appWebhook({
      title: 'Changes of records',
      route: 'app',
      body: Events,
      verify: (request: RawRequest, app: App, now: Date, publicUrl: string) =>
        isFromHubSpot(request, app.clientSecret, now, publicUrl),
      split: splitEvents,
    }),
    private_app: webhook({
      title: 'Changes of records, sent by a private app',
      route: 'connection',
      body: Events,
      verify: (request: RawRequest, secrets: Secrets, now: Date, publicUrl: string) =>
        isFromHubSpot(request, secrets.privateAppSecret, now, publicUrl),
      split: splitEvents,
    }),
  }),
  actions: ({ action }) => ({
    write_fields: action(writeFields),
    write_attribution: action(writeAttribution),
    log_note: action(logNote),
    log_text: action(logText),
  }),
})
