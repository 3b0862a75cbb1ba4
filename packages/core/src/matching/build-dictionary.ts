import type { Codes, Evidence, Finding, Trouble } from '../attribution/evidence.ts'
import { placeIn, type Place } from '../attribution/place.ts'
import { codeInClickId } from '../links/index.ts'
import { collectClaims, common, recordsOf, type Claim, type Claims } from './claims.ts'
import { askedCodes, type AskedCode } from './asked-codes.ts'
import { placeOfClick, type ClickSeen } from './clicks.ts'
import { compileRules, type RefcodeRule } from './refcode-rules.ts'
import type { RefcodeDecisions } from './refcode-decision.ts'
import type { AdCodes, CampaignCodes, CreativeCodes, LinkCodes, RecordName } from './sources.ts'
import { normalCode } from './normal-code.ts'
import { fitted } from './similar-codes/fitted.ts'
import { similarCodes, type Similar } from './similar-codes/similar-code.ts'

/** What a dictionary is made of, all of it as known at one batch. */
export interface DictionarySources {
  creatives: readonly CreativeCodes[]
  ads: readonly AdCodes[]
  campaigns: readonly CampaignCodes[]
  links: readonly LinkCodes[]
  rules: readonly RefcodeRule[]
  decisions: RefcodeDecisions
}

/** Where codes lead, and what a code that nobody carries may have meant. */
export interface Dictionary {
  /** @param clicks touches that brought the click ids of the conversion */
  find: (codes: Codes, clicks?: readonly ClickSeen[]) => Finding
  /** The likeliest meaning of a code, also below the threshold. */
  suggest: (code: string, happenedAt: number) => Similar | undefined
}

/** What one step of the search says of the codes it looked at. */
type Said = { place: Place; evidence: Evidence } | { trouble: Trouble; concerns: readonly RecordName[] } | undefined

/**
 * Where conversions come from by their codes. What is asked first wins: a person's decision, the creative or ad that carries the code,
 * a tracked link or a click on one, a click id, a rule, a similar code; and within each the first code of {@link askedCodes}. A rule that knows only
 * the channel lets a similar code say more, as probable. Of a code that records of different campaigns carry nothing is chosen.
 */
export function buildDictionary(sources: DictionarySources): Dictionary {
  const claims = collectClaims(sources)
  const findSimilar = similarCodes(settledClaims(claims), fitted)
  const findRule = compileRules(sources.rules)
  const links = new Map<string, LinkCodes[]>()
  for (const link of sources.links)
    for (const sent of Object.values(link.refcodes)) {
      const code = normalCode(sent)
      if (code !== '') links.set(code, [...(links.get(code) ?? []), link])
    }

  const linkOf = new Map(sources.links.flatMap((link) => (link.code ? [[link.code, link] as const] : [])))

  const byDecision = ({ code, sent }: AskedCode): Said => {
    const decision = sources.decisions.get(code)
    if (decision === undefined) return undefined
    if (decision.says === 'ignore') return { trouble: 'ignored', concerns: [] }
    const evidence: Evidence = { kind: 'decision', tier: 'deterministic', value: sent, score: null }
    if (decision.says === 'channel') return { place: { ...placeIn(decision.channel), refcode: sent }, evidence }
    const { source, key, says } = decision
    const claim = says === 'creative' ? claims.ofCreative(source, key) : claims.ofCampaign(source, key)
    if (claim === undefined) return { trouble: 'decision_gone', concerns: [{ kind: says, source, key }] }
    return { place: placeOf(claim, sent), evidence }
  }
  const byRecord = ({ code, sent, kind }: AskedCode): Said => {
    const carried = claims.byCode.get(code)
    if (carried === undefined) return undefined
    const claim = common(carried)
    if (claim === undefined) return { trouble: 'two_claim_it', concerns: recordsOf(carried) }
    return { place: placeOf(claim, sent), evidence: { kind, tier: 'deterministic', value: sent, score: null } }
  }
  const byLink = ({ code, sent }: AskedCode): Said => {
    const [link, ...more] = links.get(code) ?? []
    if (link === undefined) return undefined
    const name = JSON.stringify(link.place)
    if (more.some(({ place }) => JSON.stringify(place) !== name))
      return {
        trouble: 'two_claim_it',
        concerns: [link, ...more].map(({ key }) => ({ kind: 'tracked_link', source: 'throughline', key })),
      }
    return {
      place: { ...link.place, refcode: sent },
      evidence: { kind: 'tracked_link', tier: 'deterministic', value: sent, score: null },
    }
  }
  /** The id of one click on a tracked link: it says which link, whatever else was shared. */
  const byLinkClick = ({ sent }: AskedCode): Said => {
    const link = linkOf.get(codeInClickId(sent) ?? '')
    return (
      link && {
        place: { ...link.place, refcode: link.refcodes['refcode'] ?? null },
        evidence: { kind: 'tracked_link', tier: 'deterministic', value: sent, score: null },
      }
    )
  }
  const byRule = ({ code, sent, kind }: AskedCode): Said => {
    const found = kind === 'utm' ? undefined : findRule(code)
    if (found === undefined) return undefined
    const { rule, keyword } = found
    const { source = null, key = null } = rule.campaign ?? {}
    return {
      place: { ...placeIn(rule.channel), source, campaign: key, partner: rule.partner, refcode: sent },
      evidence: { kind: 'rule', tier: 'deterministic', value: `${rule.name}: ${keyword}`, score: null },
    }
  }

  const bySimilarCode = (each: AskedCode, { happenedAt }: Codes, channel: string | null): Said => {
    const similar = findSimilar(each.code, happenedAt, channel)
    if (similar === undefined) return undefined
    const { claim, code, score } = similar
    if (score < fitted.threshold) return { trouble: 'below_threshold', concerns: recordsOf([claim]) }
    return {
      place: placeOf(claim, each.sent),
      evidence: { kind: 'similar_code', tier: 'probable', value: code, score },
    }
  }

  /** What a rule says of a code holds also where its creative is guessed. */
  const channelOf = (code: string) => findRule(code)?.rule.channel ?? null
  const find: Dictionary['find'] = (codes, clicks = []) => {
    const asked = askedCodes(codes)
    const said: NonNullable<Said>[] = []
    const note = (each: Said): void => void (each && said.push(each))
    for (const each of asked) note(byDecision(each))
    // What a person has decided is not asked again of anything else.
    const open = asked.filter(({ code }) => !sources.decisions.has(code))
    for (const step of [byRecord, byLink, byLinkClick]) for (const each of open) note(step(each))
    if (clicks.length > 0) note(placeOfClick(codes, clicks, find))
    const sure = settle(said)
    if (sure) return sure
    const rules = open.flatMap((each) => byRule(each) ?? [])
    const rule = rules.find((each) => 'place' in each)
    if (rule && (rule.place.campaign !== null || rule.place.partner !== null)) return found(rule, [])
    const near = open.map((each) => bySimilarCode(each, codes, rule?.place.channel ?? null))
    const similar = near.find((each) => each !== undefined && 'place' in each)
    if (similar && 'place' in similar) return found(similar, rule ? [rule.evidence] : [])
    if (rule) return found(rule, [])
    const below = near.find((each) => each !== undefined && 'trouble' in each)
    if (below && 'trouble' in below) return none(below.trouble, below.concerns)
    return none(asked.length > 0 ? 'unknown_code' : 'no_code', [])
  }
  return { find, suggest: (code, happenedAt) => findSimilar(normalCode(code), happenedAt, channelOf(normalCode(code))) }
}

/** Codes that lead somewhere: those that records of different campaigns carry do not. */
function settledClaims({ byCode }: Claims): Map<string, Claim> {
  return new Map(
    [...byCode].flatMap(([code, carried]) => {
      const claim = common(carried)
      return claim ? [[code, claim]] : []
    }),
  )
}

/** The first that names a place, with what else says the same, or the first trouble where none does. */
function settle(said: readonly NonNullable<Said>[]): Finding | undefined {
  const first = said.find((each) => 'place' in each)
  if (first === undefined) {
    const trouble = said.find((each) => 'trouble' in each)
    return trouble && none(trouble.trouble, trouble.concerns)
  }
  const others = said.flatMap((each) => ('place' in each && each !== first ? [each] : []))
  const agreeing = others.filter(({ place }) => agrees(place, first.place))
  const against = others.filter((each) => !agreeing.includes(each))
  return {
    ...found(
      first,
      agreeing.map(({ evidence }) => evidence),
    ),
    concerns: against.flatMap(({ place: { source, creative, campaign } }) =>
      source === null || (creative ?? campaign) === null
        ? []
        : [{ kind: creative === null ? 'campaign' : 'creative', source, key: creative ?? campaign ?? '' }],
    ),
  }
}

/** Whether two places can be one: neither says what the other denies. */
function agrees(a: Place, b: Place): boolean {
  const parts = ['source', 'campaign', 'adSet', 'ad', 'creative'] as const
  return parts.every((part) => a[part] === null || b[part] === null || a[part] === b[part])
}

const found = ({ place, evidence }: { place: Place; evidence: Evidence }, more: readonly Evidence[]): Finding => ({
  ...{ place, tier: evidence.tier, evidence: [evidence, ...more], trouble: null, concerns: [] },
})
const none = (trouble: Trouble, concerns: readonly RecordName[]): Finding => ({
  ...{ place: null, tier: 'none', evidence: [], trouble, concerns },
})

/** The place of a claim, the code kept as it was sent. */
const placeOf = ({ source, channel, campaign, adSet, ad, creative }: Claim, refcode: string): Place => ({
  ...{ channel: channel ?? 'other', source, campaign, adSet, ad, creative, refcode, list: null, partner: null },
})
