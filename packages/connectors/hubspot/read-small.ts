import type { Ctx, ReadPage } from '@throughline/connector-kit'
import { z } from 'zod'
import { listPage, type ListPlace } from './listing.ts'
import { paths } from './paths.ts'
import { portalOf } from './portal.ts'
import type { Config } from './schema.ts'

/** Lists that are short: read whole each time. */
export const ListCursor = z.object({
  archived: z.boolean().default(false),
  after: z.string().optional(),
  restarts: z.number().int().optional(),
})
export type ListCursor = z.infer<typeof ListCursor>

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Owners and forms: the live ones, then the archived. */
export async function* readArchivable(
  ctx: Ctx<Config>,
  path: string,
  query: Record<string, string>,
  from: ListCursor,
): AsyncGenerator<ReadPage<ListCursor>> {
  const portal = await portalOf(ctx)
  for (let cursor = from; ;) {
    const asked = { ...query, limit: '100', archived: String(cursor.archived) }
    const { results, after, restarts } = await listPage(ctx, path, asked, cursor)
    const rows = results.map((row) => (isObject(row) ? { ...portal, ...row } : row))
    const last = after === undefined && cursor.archived
    const { archived } = cursor
    cursor = after === undefined ? { archived: !archived } : { archived, after, ...(restarts ? { restarts } : {}) }
    yield { rows, next: cursor, ...(last ? { last } : {}) }
    if (last) return
  }
}

/** HubSpot lists no deleted campaigns: those known from the last reading and no longer there are told from the cursor. */
export const CampaignCursor = z.object({
  after: z.string().optional(),
  restarts: z.number().int().optional(),
  /** Seen in the last whole reading, with when they were made. */
  known: z.record(z.string(), z.string()).default({}),
  seen: z.record(z.string(), z.string()).default({}),
  done: z.number().int().optional(),
})
export type CampaignCursor = z.infer<typeof CampaignCursor>

const campaignProperties = [
  ...['hs_name', 'hs_start_date', 'hs_end_date', 'hs_campaign_status', 'hs_utm', 'hs_owner', 'hs_currency_code'],
  ...['hs_budget_items_sum_amount', 'hs_spend_items_sum_amount', 'hs_notes', 'hs_audience'],
]

const Made = z.looseObject({ id: z.string(), createdAt: z.string() })

export async function* readCampaigns(ctx: Ctx<Config>, from: CampaignCursor): AsyncGenerator<ReadPage<CampaignCursor>> {
  const portal = await portalOf(ctx)
  for (let cursor = from; ;) {
    const { results, after, total, restarts } = await listCampaigns(ctx, campaignProperties, cursor)
    const made = results.flatMap((row) => Made.safeParse(row).data ?? [])
    const seen = { ...cursor.seen, ...Object.fromEntries(made.map(({ id, createdAt }) => [id, createdAt])) }
    const rows: unknown[] = results.map((row) => (isObject(row) ? { ...portal, ...row } : row))
    const done = (cursor.done ?? 0) + results.length
    const progress = { done, of: Math.max(done, total ?? 0) }
    if (after !== undefined) {
      cursor = { known: cursor.known, after, seen, done, ...(restarts ? { restarts } : {}) }
      yield { rows, next: cursor, progress }
      continue
    }
    for (const [id, createdAt] of Object.entries(cursor.known))
      if (!Object.hasOwn(seen, id)) rows.push({ ...portal, id, createdAt, archived: true })
    yield { rows, next: { known: seen, seen: {} }, progress, last: true }
    return
  }
}

const listCampaigns = (ctx: Ctx<Config>, properties: readonly string[], place: ListPlace) =>
  listPage(ctx, paths.campaigns, { limit: '100', properties: properties.join(',') }, place)

/** HubSpot's own count of campaigns. */
export async function countCampaigns(ctx: Ctx<Config>): Promise<number | undefined> {
  return (await listPage(ctx, paths.campaigns, { limit: '1', properties: 'hs_name' })).total
}

/** The contacts that HubSpot says a campaign influenced; it tells neither since when nor who no longer belongs to them. */
const influenced = 'influencedContacts'

export const MemberCursor = z.object({
  /** Where the list of campaigns goes on; absent at its beginning and, with `ended`, after its last page. */
  after: z.string().optional(),
  /** Of the campaigns' list, or of the contacts of the first one. */
  restarts: z.number().int().optional(),
  ended: z.boolean().optional(),
  /** Campaigns of the page before that, still to be read. */
  queue: z.array(z.object({ id: z.string(), createdAt: z.string() })).default([]),
  /** Within the first of them. */
  contactsAfter: z.string().optional(),
})
export type MemberCursor = z.infer<typeof MemberCursor>

export async function* readMembers(ctx: Ctx<Config>, from: MemberCursor): AsyncGenerator<ReadPage<MemberCursor>> {
  const portal = await portalOf(ctx)
  for (let cursor = from; ;) {
    const [campaign, ...queue] = cursor.queue
    if (!campaign) {
      if (cursor.ended) {
        yield { rows: [], next: { queue: [] }, last: true }
        return
      }
      const { results, after, restarts } = await listCampaigns(ctx, ['hs_name'], cursor)
      const made = results.flatMap((row) => Made.safeParse(row).data ?? [])
      cursor = {
        queue: made.map(({ id, createdAt }) => ({ id, createdAt })),
        ...(after === undefined ? { ended: true } : { after }),
        ...(restarts ? { restarts } : {}),
      }
      yield { rows: [], next: cursor }
      continue
    }
    const { contactsAfter, restarts: _restarts, ...rest } = cursor
    const path = paths.campaignContacts(campaign.id, influenced)
    const place = { after: contactsAfter, restarts: cursor.restarts }
    const { results, after, restarts } = await listPage(ctx, path, { limit: '100' }, place)
    const of = { ...portal, campaignId: campaign.id, contactType: influenced, campaignCreatedAt: campaign.createdAt }
    const rows = results.map((row) => ({ ...of, contactId: isObject(row) ? row.id : undefined }))
    cursor =
      after === undefined
        ? { ...rest, queue }
        : { ...rest, queue: cursor.queue, contactsAfter: after, ...(restarts ? { restarts } : {}) }
    yield { rows, next: cursor }
  }
}
