import type { AdSet, Campaign, Day, Money } from '@throughline/canonical'
import type { Inside } from '@throughline/db'
import { factsAt, zoneClock } from '../../ledger/index.ts'
import type { Budget } from '../formulas/planned-budget.ts'

/** One budget of a campaign: its own, or one of its ad sets'. */
export interface CampaignBudget extends Budget {
  /** `source:key`, as rows are named. */
  campaign: string
  currency: string
}

/** Of what is planned in drafts, paused or given up, nobody knows on which days it was to run. */
const counted: ReadonlySet<string | undefined> = new Set([undefined, 'active', 'ended'])
const most = 20_000

/** Budgets of campaigns that run or have ended, as known at a batch. A campaign's own budget stands for those of its ad sets. */
export async function campaignBudgets(
  inside: Pick<Inside, 'db'>,
  { batch, timeZone }: { batch: number; timeZone: string },
): Promise<CampaignBudget[]> {
  const { rows } = await factsAt(inside, { kinds: ['campaign', 'ad_set'], batch, limit: most })
  const clock = zoneClock(timeZone)
  const dayOf = (at: string | undefined): Day | null => (at === undefined ? null : clock(Date.parse(at)).day)
  const budgetOf = (campaign: string, it: Pick<Campaign, Planned>): CampaignBudget[] => {
    const of: Money | undefined = it.dailyBudget ?? it.lifetimeBudget
    if (of === undefined || !counted.has(it.status)) return []
    return [
      {
        campaign,
        currency: of.currency,
        daily: it.dailyBudget?.minor ?? null,
        lifetime: it.dailyBudget ? null : (it.lifetimeBudget?.minor ?? null),
        starts: dayOf(it.startsAt ?? it.createdAt),
        ends: dayOf(it.endsAt),
      },
    ]
  }
  const campaigns = new Map<string, Campaign>(
    rows.flatMap(({ kind, source, key, value }) =>
      kind === 'campaign' ? [[`${source}:${key}`, value as unknown as Campaign] as const] : [],
    ),
  )
  const own = [...campaigns].flatMap(([name, campaign]) => budgetOf(name, campaign))
  const covered = new Set(own.map(({ campaign }) => campaign))
  const ofSets = rows.flatMap(({ kind, source, value }) => {
    if (kind !== 'ad_set') return []
    const set = value as unknown as AdSet
    const name = `${source}:${set.campaign}`
    return covered.has(name) || !counted.has(campaigns.get(name)?.status) ? [] : budgetOf(name, set)
  })
  return [...own, ...ofSets]
}
type Planned = 'dailyBudget' | 'lifetimeBudget' | 'status' | 'startsAt' | 'createdAt' | 'endsAt'
