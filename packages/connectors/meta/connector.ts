import { defineConnector } from '@throughline/connector-kit'
import { z } from 'zod'
import { checkAccounts, readAccounts } from './accounts.ts'
import { statusAction } from './status-action.ts'
import { auth } from './auth.ts'
import { setBudget } from './budget-action.ts'
import { type MetaCtx } from './graph.ts'
import { breakdowns, type Figures } from './insight-query.ts'
import { InsightRow, NameRow } from './insight-schema.ts'
import { judgeAnswer } from './judge.ts'
import { insightKey, mapInsight, mapName, nameKey } from './map-insight.ts'
import { mapAccount, mapAd, mapAdSet, mapCampaign, mapCreative } from './map-object.ts'
import { MetricsCursor } from './metrics-cursor.ts'
import { readMetrics } from './metrics.ts'
import { ObjectCursor } from './object-cursor.ts'
import { kinds, type KindName } from './object-kinds.ts'
import { AccountRow, AdRow, AdSetRow, CampaignRow, CreativeRow } from './object-schema.ts'
import { readObjects } from './objects.ts'
import { oauth } from './oauth.ts'
import { fetchNamedObjects, idsAtOnce } from './read-by-id.ts'
import { App, Config, Secrets } from './schema.ts'
import { scrubPictures } from './scrub.ts'
import { sendConversions } from './send-conversions.ts'
import { countObjects, sumSpend, tallyObject, tallySpend } from './totals.ts'
import { usageOf } from './usage.ts'
import { Envelope, handshake, split, verify } from './webhook.ts'

/** What an object says of itself outranks what the figures call it. */
const ranks = { names: 5, objects: 10 }
const [sixHours, aDay] = [6 * 60, 24 * 60]

const notOurs = ({ account_id: id }: { account_id: string }, { adAccounts }: Config): string | undefined =>
  adAccounts.length === 0 || adAccounts.includes(id) ? undefined : `ad account ${id}`

/** How a stream lists one kind of object, is asked for some of them, and counts them. */
const objects = (name: KindName) => ({
  rank: ranks.objects,
  key: ({ id }: { id: string }) => id,
  foreign: notOurs,
  cursor: ObjectCursor,
  start: (): ObjectCursor => ({ accounts: {} }),
  read: (ctx: MetaCtx, from: ObjectCursor) => readObjects(ctx, kinds[name], from),
  fetch: (ctx: MetaCtx, ids: readonly string[]) => fetchNamedObjects(ctx, kinds[name], ids),
  fetchAtOnce: idsAtOnce,
  tally: tallyObject,
  totals: (ctx: MetaCtx) => countObjects(ctx, kinds[name]),
  scrub: scrubPictures,
})

/** How a stream reads daily figures and proves them against the accounts' own. */
const figures = ({ breakdown }: Figures) => ({
  rank: ranks.objects,
  raw: InsightRow,
  key: (row: InsightRow) => insightKey(row, breakdown),
  map: (row: InsightRow) => mapInsight(row, breakdown),
  foreign: notOurs,
  cursor: MetricsCursor,
  start: ({ backfillFrom }: Config, from = backfillFrom): MetricsCursor => ({ from, accounts: {} }),
  read: (ctx: MetaCtx, from: MetricsCursor) => readMetrics(ctx, { breakdown }, from),
  tally: tallySpend,
  totals: (ctx: MetaCtx, range: { from: string; to: string }) => sumSpend(ctx, { breakdown }, range),
})

const inParts = (name: keyof typeof breakdowns) => ({
  ...figures({ breakdown: breakdowns[name] }),
  everyMinutes: aDay,
  enabled: ({ breakdowns: wanted }: Config) => wanted.includes(name),
})

export const connector = defineConnector<Config, Secrets, App>({
  id: 'meta',
  name: 'Meta',
  config: Config,
  auth,
  app: App,
  oauth,
  http: {
    baseUrl: () => 'https://graph.facebook.com',
    limits: {
      objects: { requests: 10, per: 'second' },
      insights: { requests: 10, per: 'second' },
      writes: { requests: 2, per: 'second' },
      conversions: { requests: 5, per: 'second' },
    },
    classify: judgeAnswer,
    usage: usageOf,
  },
  check: checkAccounts,
  streams: ({ stream }) => ({
    ad_accounts: stream({
      title: 'Ad accounts',
      rank: ranks.objects,
      raw: AccountRow,
      key: ({ account_id: id }) => id,
      map: mapAccount,
      foreign: notOurs,
      cursor: z.object({}),
      start: () => ({}),
      read: readAccounts,
      everyMinutes: aDay,
    }),
    campaigns: stream<CampaignRow, ObjectCursor>({
      title: 'Campaigns',
      raw: CampaignRow,
      map: mapCampaign,
      ...objects('campaigns'),
    }),
    adsets: stream<AdSetRow, ObjectCursor>({ title: 'Ad sets', raw: AdSetRow, map: mapAdSet, ...objects('adsets') }),
    ads: stream<AdRow, ObjectCursor>({ title: 'Ads', raw: AdRow, map: mapAd, ...objects('ads') }),
    creatives: stream<CreativeRow, ObjectCursor>({
      title: 'Creatives',
      raw: CreativeRow,
      map: mapCreative,
      ...objects('creatives'),
      everyMinutes: sixHours,
    }),
    ad_metrics: stream({ title: 'Figures by ad and day', ...figures({ breakdown: [] }) }),
    names: stream({
      title: 'Names in the figures',
      rank: ranks.names,
      raw: NameRow,
      key: nameKey,
      map: mapName,
      foreign: notOurs,
    }),
    ad_metrics_demographic: stream({ title: 'Figures by age and gender', ...inParts('demographic') }),
    ad_metrics_placement: stream({ title: 'Figures by placement', ...inParts('placement') }),
    ad_metrics_device: stream({ title: 'Figures by device', ...inParts('device') }),
    ad_metrics_region: stream({ title: 'Figures by region', ...inParts('region') }),
  }),
  webhooks: ({ appWebhook }) => ({
    ads: appWebhook({ title: 'Changes of ads', route: 'app', body: Envelope, handshake, verify, split }),
  }),
  actions: ({ action }) => ({
    pause_campaign: action(statusAction('campaign', 'PAUSED')),
    resume_campaign: action(statusAction('campaign', 'ACTIVE')),
    pause_ad_set: action(statusAction('ad_set', 'PAUSED')),
    resume_ad_set: action(statusAction('ad_set', 'ACTIVE')),
    pause_ad: action(statusAction('ad', 'PAUSED')),
    resume_ad: action(statusAction('ad', 'ACTIVE')),
    set_budget: action(setBudget),
    send_conversions: action(sendConversions),
  }),
})
