import { z } from 'zod'
import type { Figures } from './insight-query.ts'

const text = z.coerce.string().optional()
const Named = z.looseObject({
  account_id: text,
  campaign_id: text,
  campaign_name: text,
  adset_id: text,
  adset_name: text,
  ad_id: text,
  ad_name: text,
})

/**
 * What the figures call their campaigns, ad sets and ads, each once: rows of the stream `names`, beside the figures. Objects that
 * were deleted before anybody listed them are known from here alone.
 */
export function createNamer({ breakdown }: Figures): (rows: readonly unknown[]) => { also?: { names: unknown[] } } {
  const told = new Set<string>()
  if (breakdown.length > 0) return () => ({})
  return (rows) => {
    const names: unknown[] = []
    const tell = (level: string, id: string | undefined, name: string | undefined, row: object) => {
      if (id === undefined || name === undefined || told.has(id)) return
      told.add(id)
      names.push({ level, id, name, ...row })
    }
    for (const row of rows) {
      const parsed = Named.safeParse(row)
      if (!parsed.success) continue
      const { account_id, campaign_id, campaign_name, adset_id, adset_name, ad_id, ad_name } = parsed.data
      tell('campaign', campaign_id, campaign_name, { account_id })
      tell('adset', adset_id, adset_name, { account_id, campaign_id })
      tell('ad', ad_id, ad_name, { account_id, campaign_id, adset_id })
    }
    return names.length > 0 ? { also: { names } } : {}
  }
}
