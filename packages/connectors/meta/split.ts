import { z } from 'zod'
import { getAll, type MetaCtx } from './graph.ts'
import { objectsQuery } from './insight-query.ts'
import type { Part } from './metrics-cursor.ts'
import { addDays, daysBetween } from './times.ts'

const below = { campaign: 'adset', adset: 'ad' } as const

/**
 * Makes smaller parts of one that is too large: by days, which changes nothing; a single day by campaigns, then ad sets, then ads,
 * of all those that have figures on it. @returns undefined where it is one ad's one day already
 */
export async function split(ctx: MetaCtx, account: string, part: Part): Promise<Part[] | undefined> {
  const fresh = (more: Partial<Part>): Part => {
    const { report: _report, after: _after, seen: _seen, sums: _sums, notBefore: _notBefore, ...rest } = part
    return { ...rest, fails: 0, ...more }
  }
  const days = daysBetween(part.since, part.until) + 1
  if (days > 1) {
    const middle = addDays(part.since, Math.ceil(days / 2) - 1)
    return [fresh({ until: middle }), fresh({ since: addDays(middle, 1) })]
  }
  const { objects } = part
  if (objects && objects.ids.length > 1) {
    const middle = Math.ceil(objects.ids.length / 2)
    return [objects.ids.slice(0, middle), objects.ids.slice(middle)].map((ids) =>
      fresh({ objects: { ...objects, ids } }),
    )
  }
  if (objects?.level === 'ad') return undefined
  const level = objects ? below[objects.level] : 'campaign'
  const ids = await withFigures(ctx, account, level, part)
  return ids.length === 0 ? [] : [fresh({ objects: { level, ids } })]
}

const id = z.coerce.string().optional()
const WithIds = z.looseObject({ campaign_id: id, adset_id: id, ad_id: id })

async function withFigures(ctx: MetaCtx, account: string, level: 'campaign' | 'adset' | 'ad', part: Part) {
  const { objects } = part
  const within = objects ? [{ field: `${objects.level}.id`, operator: 'IN' as const, value: objects.ids }] : []
  const query = objectsQuery(level, part, within)
  const rows = await getAll(ctx, `act_${account}/insights`, { bucket: 'insights', query })
  const ids = rows.flatMap((row) => WithIds.safeParse(row).data?.[`${level}_id`] ?? [])
  return [...new Set(ids)].sort()
}
