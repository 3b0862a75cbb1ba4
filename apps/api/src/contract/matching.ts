import { Day, Instant } from '@throughline/canonical'
import { z } from 'zod'
import { Tier, TouchChannel } from './attribution.ts'
import { DayRange, InTenant } from './shared.ts'

const count = z.number().int()
/** Minor units of the tenant's currency. */
const minor = z.number().int()
const text = z.string().min(1).max(200)

/** What is known of a code. `near`: like one that is carried; `rule`: only a keyword rule knows it; `conflict`: two claim it. */
export const CodeState = z.enum(['new', 'near', 'conflict', 'rule', 'known', 'ignored'])
export type CodeState = z.infer<typeof CodeState>

/** What a person says of a code: whose it is, or that it says nothing. */
export const CodeDecision = z.discriminatedUnion('says', [
  z.object({ says: z.literal('creative'), source: text, key: text }),
  z.object({ says: z.literal('campaign'), source: text, key: text }),
  z.object({ says: z.literal('channel'), channel: TouchChannel }),
  z.object({ says: z.literal('ignore') }),
])
export type CodeDecision = z.infer<typeof CodeDecision>

const Named = z.object({ kind: z.string(), source: z.string(), key: z.string(), name: z.string() })

/** One code that gifts brought. */
export const SeenCode = z.object({
  /** In the form in which it is looked up, and as it came first. */
  code: z.string(),
  sent: z.string(),
  state: CodeState,
  gifts: count,
  net: minor,
  /** Gifts in other currencies, which are in no sum. */
  otherCurrency: count,
  firstSeen: Instant,
  lastSeen: Instant,
  /** Where it leads, with the names of what is known. */
  place: z
    .object({
      channel: TouchChannel,
      campaign: Named.nullable(),
      creative: Named.nullable(),
      partner: z.string().nullable(),
    })
    .nullable(),
  /** How that is known. */
  by: z.string().nullable(),
  /** Why it leads nowhere, and whom that concerns. */
  trouble: z.string().nullable(),
  concerns: z.array(Named),
  /** The code that it may have been, whose that is, and the probability. */
  suggestion: z
    .object({ code: z.string(), creative: Named.nullable(), campaign: Named.nullable(), score: z.number() })
    .nullable(),
  decision: CodeDecision.nullable(),
})
export type SeenCode = z.infer<typeof SeenCode>

/** matching.codes (query), those with the most gifts first. */
export const CodesInput = InTenant.extend({
  states: z.array(CodeState).min(1),
  search: z.string().max(100).default(''),
  offset: z.number().int().min(0).max(100_000).default(0),
})
export const Codes = z.object({
  rows: z.array(SeenCode),
  more: z.boolean(),
  counts: z.array(z.object({ state: CodeState, codes: count, gifts: count, net: minor })),
  currency: z.string(),
})
export type Codes = z.infer<typeof Codes>

/** matching.decide (mutation). Null takes the decision back; `before` handed back undoes it. */
export const DecideCodeInput = InTenant.extend({ code: z.string().min(1).max(500), decision: CodeDecision.nullable() })
export const DecidedCode = z.object({ before: CodeDecision.nullable(), state: CodeState })

/** matching.choices (query): what a code can be assigned to. */
export const CodeChoicesInput = InTenant.extend({ search: z.string().max(100) })
export const CodeChoice = z.object({
  kind: z.enum(['creative', 'campaign']),
  source: z.string(),
  key: z.string(),
  name: z.string(),
  channel: z.string().nullable(),
})
export type CodeChoice = z.infer<typeof CodeChoice>

export const CodeRule = z.object({
  name: z.string().trim().min(1).max(80),
  keywords: z.array(z.string().trim().min(1).max(100)).max(50),
  channel: TouchChannel,
  campaign: z.object({ source: text, key: text }).nullable(),
  partner: z.string().trim().min(1).max(80).nullable(),
})
export type CodeRule = z.infer<typeof CodeRule>

/** matching.rules (query): in order, with how many codes that no creative carries each fits first. */
export const CodeRules = z.object({ rules: z.array(CodeRule), own: z.boolean(), fits: z.array(count) })
export type CodeRules = z.infer<typeof CodeRules>
/** matching.saveRules (mutation). Null: the usual ones again. */
export const SaveCodeRulesInput = InTenant.extend({ rules: z.array(CodeRule).max(500).nullable() })

const TierSums = z.record(Tier, z.object({ gifts: count, net: minor }))
/** matching.quality (query): how much of the net money is tied how surely. */
export const QualityInput = InTenant.extend(DayRange.shape)
export const Quality = z.object({
  tiers: TierSums,
  gifts: count,
  net: minor,
  shares: z.record(Tier, z.number()).nullable(),
})
export type Quality = z.infer<typeof Quality>

/** matching.reports (query): what reconciling found, the newest first. */
export const MatchReport = z.object({
  reportNo: count,
  madeAt: Instant,
  batch: count,
  fromDay: Day,
  toDay: Day,
  before: TierSums,
  after: TierSums,
  drop: z.object({ where: z.enum(['restated', 'recent']), from: z.number(), to: z.number() }).nullable(),
})
export type MatchReport = z.infer<typeof MatchReport>
