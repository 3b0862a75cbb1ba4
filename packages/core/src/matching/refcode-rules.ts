import { z } from 'zod'
import { creditChannels, type CreditChannel } from '../attribution/place.ts'
import { normalCode } from './normal-code.ts'

/**
 * One keyword rule. A keyword with `*` is the whole code with anything in the starred places; without one, a word of the code, as
 * words stand between `_`, `-`, `.` and the like. A code that one keyword of it fits is of its channel and, where one is named, its
 * campaign.
 */
export const RefcodeRule = z.object({
  name: z.string().trim().min(1).max(80),
  keywords: z.array(z.string().trim().min(1).max(100)).max(50),
  channel: z.enum(creditChannels),
  campaign: z.object({ source: z.string().min(1), key: z.string().min(1) }).nullable(),
  /** Who was paid or asked to spread what carries these codes. */
  partner: z.string().trim().min(1).max(80).nullable(),
})
export type RefcodeRule = z.infer<typeof RefcodeRule>

/** In order: the first that fits says it. */
export const RefcodeRules = z.array(RefcodeRule).max(500)

const rule = (name: string, channel: CreditChannel, ...keywords: string[]): RefcodeRule => ({
  ...{ name, channel, keywords, campaign: null, partner: null },
})

/** How codes commonly begin in fundraising: what holds for a tenant until somebody says otherwise. */
export const usualRules: readonly RefcodeRule[] = [
  rule('Email', 'email', 'em_*', 'em-*', 'email*', 'eml_*', 'newsletter*'),
  rule('Texts', 'sms', 'sms*', 'txt*', 'text_*', 'text-*', 'p2p*', 'mms_*'),
  rule('Ads', 'ads', 'fb_*', 'fb-*', 'ig_*', 'meta_*', 'ads_*', 'ad_*', 'gdn_*', 'yt_*', 'dv360*'),
  rule('Search', 'search', 'gs_*', 'sem_*', 'search_*', 'google_*', 'bing_*'),
  rule('Social posts', 'social', 'soc_*', 'social*', 'tw_*', 'twitter*', 'bsky*', 'insta_*', 'tiktok*', 'linkinbio*'),
  rule('Post', 'mail', 'dm_*', 'mail_*', 'mailer*', 'postcard*'),
  rule('Calls', 'call', 'call_*', 'phone_*', 'phonebank*'),
  rule('Events', 'event', 'event*', 'evt_*', 'rsvp*'),
  rule('Partners', 'partner', 'partner*', 'influencer*', 'pt_*'),
  rule('Website', 'web', 'web_*', 'website*', 'site_*', 'homepage*', 'donate-page*'),
]

/** Rules that can never fit anything, by their place in the list. */
export const rulesWithoutKeywords = (rules: readonly RefcodeRule[]): number[] =>
  rules.flatMap(({ keywords }, at) => (keywords.some((word) => normalCode(word) !== '') ? [] : [at]))

/** Where a code, in its normal form, is by the first rule that fits it. */
export type FindRule = (code: string) => { rule: RefcodeRule; at: number; keyword: string } | undefined

/** Makes rules ready to be asked many times. Literal text and stars only, so that no rule can keep a process busy. */
export function compileRules(rules: readonly RefcodeRule[]): FindRule {
  const tests = rules.flatMap((each, at) =>
    each.keywords.flatMap((keyword) => {
      const word = normalCode(keyword)
      return word === '' ? [] : [{ rule: each, at, keyword, fits: word.includes('*') ? glob(word) : asWord(word) }]
    }),
  )
  return (code) => tests.find(({ fits }) => fits(code))
}

const asWord = (word: string) => {
  const inner = ` ${word.split(/[^\p{L}\p{N}]+/u).join(' ')} `
  return (code: string): boolean => ` ${code.split(/[^\p{L}\p{N}]+/u).join(' ')} `.includes(inner)
}

/** Matched from left to right without going back: each part where it first stands, the last one at the end. */
function glob(pattern: string): (code: string) => boolean {
  const parts = pattern.split('*')
  const [first = '', last = ''] = [parts[0], parts.at(-1)]
  const middle = parts.slice(1, -1).filter((part) => part !== '')
  return (code) => {
    if (code.length < first.length + last.length || !code.startsWith(first) || !code.endsWith(last)) return false
    let from = first.length
    for (const part of middle) {
      const at = code.indexOf(part, from)
      if (at === -1 || at + part.length > code.length - last.length) return false
      from = at + part.length
    }
    return true
  }
}
