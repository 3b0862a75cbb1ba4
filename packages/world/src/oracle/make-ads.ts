import { dayAfter } from './local-time.ts'
import { someCode, someDay, spanDays, type Scene, type Told } from './scene.ts'
import type { AdDay, TruthAd } from './truth.ts'

const dayMs = 86_400_000

/** Campaigns of ads, whole groups of rows that are read together, and what their ads did day by day, restated later. */
export function makeAds(scene: Scene): { groups: Told[][]; days: Told[]; codes: string[] } {
  const { rng } = scene
  const groups: Told[][] = []
  const days: Told[] = []
  const codes: string[] = []
  for (let c = 0; c < 1 + rng.below(3); c += 1) {
    const campaign = `ads ${c}`
    const kind = rng.below(3)
    const group: Told[] = [
      {
        what: 'campaign',
        versions: [
          {
            key: campaign,
            name: `Campaign ${c}`,
            channel: 'ads',
            creative: null,
            lifetimeBudget: kind === 0 ? 10_000 + rng.below(90_000) : null,
            dailyBudget: kind === 1 ? 1_000 + rng.below(9_000) : null,
            startsAt: scene.now - (20 + rng.below(20)) * dayMs,
            endsAt: rng.chance(0.5) ? scene.now + rng.below(10) * dayMs : null,
          },
        ],
      },
    ]
    for (let s = 0; s < 1 + rng.below(2); s += 1) {
      const adSet = `${campaign} set ${s}`
      group.push({ what: 'adSet', versions: [{ key: adSet, campaign }] })
      for (let a = 0; a < 1 + rng.below(2); a += 1) {
        const ad = { key: `${adSet} ad ${a}`, campaign, adSet, creative: `${adSet} creative ${a}` }
        const refcode = codes.length > 0 && rng.chance(0.08) ? rng.pick(codes) : someCode(rng)
        codes.push(refcode)
        group.push({ what: 'ad', versions: [ad] })
        group.push({ what: 'creative', versions: [{ key: ad.creative, refcode }] })
        days.push(...daysOf(scene, ad))
      }
    }
    groups.push(group)
  }
  return { groups, days, codes }
}

function daysOf(scene: Scene, ad: TruthAd): Told[] {
  const { rng } = scene
  const foreign = rng.chance(0.06)
  const told: Told[] = []
  for (let n = -spanDays; n < spanDays; n += 1) {
    if (rng.chance(0.5)) continue
    const day = dayAfter(scene.changeDay, n)
    const one = (): AdDay => {
      const impressions = rng.below(3_000)
      const clicks = Math.min(impressions, rng.below(60))
      return {
        key: `${ad.key}/${day}`,
        day,
        campaign: ad.campaign,
        adSet: ad.adSet,
        ad: ad.key,
        creative: ad.creative,
        minor: rng.below(20_000),
        currency: foreign ? (scene.currency === 'USD' ? 'EUR' : 'USD') : scene.currency,
        impressions,
        clicks,
        linkClicks: rng.below(clicks + 1),
      }
    }
    const first = one()
    const later = rng.chance(0.3) ? [one()] : []
    const last = rng.chance(0.05) ? [{ ...one(), minor: 0, impressions: 0, clicks: 0, linkClicks: 0 }] : []
    told.push({ what: 'adDay', versions: [first, ...later, ...last], withdrawn: rng.chance(0.04) })
  }
  return told
}

/** What a broadcast cost, on one day and in one sum. */
export const costOf = (scene: Scene, campaign: string): AdDay => ({
  key: campaign,
  day: someDay(scene),
  campaign,
  adSet: null,
  ad: null,
  creative: campaign,
  minor: scene.rng.below(9_000),
  currency: scene.currency,
  impressions: 0,
  clicks: 0,
  linkClicks: 0,
})
