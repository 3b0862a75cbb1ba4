import type { Money, TrackedLink } from '@throughline/canonical'
import type { ChannelSaid } from './channel-rules.ts'
import type { Signals } from './signals.ts'
import { lintLink, type LintProblem, type LintRules } from './lint-link.ts'
import { plain } from './matching.ts'
import { readTags } from './read-tags.ts'

export type Links = readonly (Pick<TrackedLink, 'url'> & Partial<TrackedLink>)[]

/** Something that was paid for, and the links that it shows. */
export interface Delivered {
  source: string
  ad: string | null
  campaign: string | null
  creative: string | null
  name: string
  campaignName: string | null
  spend: Money
  links: readonly TrackedLink[]
}
/** A tracking code that gifts came with, in small letters. */
export interface SeenCode {
  code: string
  gifts: number
  amounts: Money[]
  /** Some of the gifts, the latest first. */
  sample: { source: string; key: string }[]
}

/** What was paid for and is not well tagged. */
export interface TaglessSpend extends Delivered {
  /** `no_link`: no link of it is known; `no_tags`: none of its links carries any; `problems`: what they carry is not right. */
  why: 'no_link' | 'no_tags' | 'problems'
  problems: (LintProblem & { url: string })[]
}
/** A code on gifts that no creative, ad or tracked link carries. */
export interface OrphanCode extends SeenCode {
  /** What the channel rules make of it. */
  said: ChannelSaid
}

/** Spend whose links carry nothing or the wrong thing, dearest first. */
export function lintDelivered(delivered: readonly Delivered[], rules: LintRules): TaglessSpend[] {
  return delivered
    .flatMap((each): TaglessSpend[] => {
      if (each.links.length === 0) return [{ ...each, why: 'no_link', problems: [] }]
      const problems = each.links.flatMap(({ url }) => lintLink(url, rules).map((problem) => ({ ...problem, url })))
      problems.push(...differing(each.links))
      const untagged = each.links.every(({ url }) => problems.some((one) => one.url === url && one.code === 'untagged'))
      if (untagged) return [{ ...each, why: 'no_tags', problems }]
      return problems.length > 0 ? [{ ...each, why: 'problems', problems }] : []
    })
    .toSorted((a, b) => b.spend.minor - a.spend.minor)
}

/** Two links of one ad with codes that differ: the money could not be told apart by ad any more. */
function differing(links: readonly TrackedLink[]): (LintProblem & { url: string })[] {
  const codes = new Map(links.flatMap(({ url }) => codesIn(url).map((code) => [code, url] as const)))
  if (codes.size < 2) return []
  const [[first = ''] = [], [second = '', url = ''] = []] = [...codes]
  return [
    {
      ...{ code: 'refcodes_differ', severity: 'error', parameter: 'refcode', url },
      say: `Its links carry different codes, “${first}” and “${second}”.`,
    },
  ]
}

/** Codes on gifts that nothing carries: a link that was never read, a typing error, or somebody else's doing. */
export function orphanCodes(
  seen: readonly SeenCode[],
  carried: Links,
  channelOf: (signals: Signals) => ChannelSaid,
): OrphanCode[] {
  const known = new Set(
    carried.flatMap(({ url, refcodes }) => [...codesIn(url), ...Object.values(refcodes ?? {}).map(plain)]),
  )
  return seen
    .filter(({ code }) => !known.has(code))
    .map((each) => ({ ...each, said: channelOf({ refcode: each.code }) }))
}

const codesIn = (url: string): string[] =>
  Object.entries(readTags(url).refcodes)
    .filter(([name]) => plain(name) === 'refcode')
    .map(([, value]) => plain(value))
