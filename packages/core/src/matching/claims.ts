import type { Channel } from '@throughline/canonical'
import { isUnfilled, normalCode } from './normal-code.ts'
import type { AdCodes, CampaignCodes, CodedLink, CreativeCodes, RecordName } from './sources.ts'

/** One record that carries a code, and where it stands. */
export interface Claim {
  source: string
  channel: Channel | null
  campaign: string | null
  adSet: string | null
  ad: string | null
  creative: string | null
  startsAt: number | null
}

/** Every claim to every code in its normal form. UTM parameters are codes of their own kind, told apart by their form. */
export interface Claims {
  byCode: ReadonlyMap<string, readonly Claim[]>
  ofCreative(source: string, key: string): Claim | undefined
  ofCampaign(source: string, key: string): Claim | undefined
}

const name = (source: string, key: string): string => `${source}\0${key}`

/** How UTM parameters are looked up, the narrower first: campaign with content, then the campaign alone. None without a campaign. */
export function utmCodes(utm: Readonly<Record<string, string>>): string[] {
  const [campaign, content] = [normalCode(utm['campaign'] ?? ''), normalCode(utm['content'] ?? '')]
  if (campaign === '' || isUnfilled(campaign + content)) return []
  return content === '' ? [`utm:${campaign}`] : [`utm:${campaign}|${content}`, `utm:${campaign}`]
}

export function collectClaims({
  creatives,
  ads,
  campaigns,
}: {
  creatives: readonly CreativeCodes[]
  ads: readonly AdCodes[]
  campaigns: readonly CampaignCodes[]
}): Claims {
  const campaignBy = new Map(campaigns.map((each) => [name(each.source, each.key), each]))
  const creativeBy = new Map(creatives.map((each) => [name(each.source, each.key), each]))
  const carriers = new Map<string, Claim[]>()
  const channels = channelsOfSources(campaigns)
  const claim = (source: string, campaign: string | null, parts: Partial<Claim>): Claim => {
    const known = campaign === null ? undefined : campaignBy.get(name(source, campaign))
    // An ad whose campaign is not read yet is of the channel that all campaigns of its source are of.
    const channel = known?.channel ?? channels.get(source) ?? null
    return {
      source,
      channel,
      campaign,
      startsAt: known?.startsAt ?? null,
      adSet: null,
      ad: null,
      creative: null,
      ...parts,
    }
  }
  const ofAd = ({ source, key, campaign, adSet, creative }: AdCodes): Claim =>
    claim(source, campaign, { adSet, creative, ad: key })
  for (const ad of ads) if (ad.creative !== null) push(carriers, name(ad.source, ad.creative), ofAd(ad))
  for (const { source, key, creative } of campaigns)
    if (creative !== null) push(carriers, name(source, creative), claim(source, key, { creative }))
  const ofCreative = (source: string, key: string): Claim => {
    const carried = carriers.get(name(source, key)) ?? []
    return common(carried) ?? claim(source, null, { creative: key })
  }

  const byCode = new Map<string, Claim[]>()
  for (const each of creatives)
    for (const code of codesOf(each.links)) push(byCode, code, ofCreative(each.source, each.key))
  for (const ad of ads) for (const code of codesOf(ad.links)) push(byCode, code, ofAd(ad))
  return {
    byCode,
    ofCreative: (source, key) =>
      creativeBy.has(name(source, key)) || carriers.has(name(source, key)) ? ofCreative(source, key) : undefined,
    ofCampaign: (source, key) => (campaignBy.has(name(source, key)) ? claim(source, key, {}) : undefined),
  }
}

/**
 * What several claims have in common, for a code that all of them carry: the creative of its two ads, the campaign of two creatives.
 * Undefined where that is nothing: of two campaigns one code cannot say which.
 */
export function common(claims: readonly Claim[]): Claim | undefined {
  const [first, ...rest] = claims
  if (first === undefined || rest.length === 0) return first
  if (rest.some(({ source }) => source !== first.source)) return undefined
  const same = (part: 'channel' | 'campaign' | 'adSet' | 'ad' | 'creative' | 'startsAt'): boolean =>
    rest.every((each) => each[part] === first[part])
  const shared: Claim = {
    source: first.source,
    channel: same('channel') ? first.channel : null,
    campaign: same('campaign') ? first.campaign : null,
    adSet: same('adSet') ? first.adSet : null,
    ad: same('ad') ? first.ad : null,
    creative: same('creative') ? first.creative : null,
    startsAt: same('startsAt') ? first.startsAt : null,
  }
  return shared.campaign === null && shared.creative === null && shared.ad === null ? undefined : shared
}

/** The record that a claim stands for: its creative, or its ad where that is not known. */
function recordOf({ source, creative, ad, campaign }: Claim): RecordName {
  if (creative !== null) return { kind: 'creative', source, key: creative }
  return ad === null ? { kind: 'campaign', source, key: campaign ?? '' } : { kind: 'ad', source, key: ad }
}

/** Records once each, in an order that depends on nothing but themselves. */
export function recordsOf(claims: readonly Claim[]): RecordName[] {
  const records = new Map(claims.map(recordOf).map((each) => [`${each.kind}\0${each.source}\0${each.key}`, each]))
  return [...records].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each)
}

function codesOf(links: readonly CodedLink[]): Set<string> {
  const codes = links.flatMap(({ refcodes = {}, utm }) => {
    const carried = Object.values(refcodes).flatMap((code) => (isUnfilled(code) ? [] : [normalCode(code)]))
    return utm === undefined ? carried : [...carried, ...utmCodes(utm)]
  })
  return new Set(codes.filter((code) => code !== ''))
}

function channelsOfSources(campaigns: readonly CampaignCodes[]): Map<string, Channel> {
  const all = new Map<string, Set<Channel>>()
  for (const { source, channel } of campaigns) {
    const known = all.get(source) ?? new Set()
    all.set(source, known.add(channel))
  }
  return new Map(
    [...all].flatMap(([source, [channel, ...more]]) => (channel && more.length === 0 ? [[source, channel]] : [])),
  )
}

function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
