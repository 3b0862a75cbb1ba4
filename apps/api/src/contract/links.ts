import { Instant, Money } from '@throughline/canonical'
import {
  ChannelRule,
  creditChannels,
  lintCodes,
  LinkTemplate,
  NamedParameter,
  Naming,
  patternTokens,
} from '@throughline/core/links'
import { z } from 'zod'
import { DayRange, InTenant } from './shared.ts'

const Channel = z.enum(creditChannels)
const Said = z.object({ channel: Channel, rule: z.number().int().nullable() })
const Values = z.partialRecord(NamedParameter, z.string())
const Url = z.string().max(20_000)

/** links.settings (query, InTenant) → LinkSettings */
export const LinkSettings = z.object({
  rules: z.array(ChannelRule),
  /** False: those that everybody begins with. */
  ownRules: z.boolean(),
  naming: Naming,
  templates: z.array(LinkTemplate),
  forms: z.array(
    z.object({
      name: z.string(),
      hosts: z.array(z.string()),
      codes: z.array(z.object({ name: z.string(), longest: z.number().int(), characters: z.enum(['word', 'any']) })),
      clickIdIn: z.string(),
      utmReachesConversion: z.boolean(),
    }),
  ),
  /** The client's own day, as patterns write it: `20261121`. */
  today: z.string(),
})
export type LinkSettings = z.infer<typeof LinkSettings>

/** links.saveRules, links.saveNaming, links.saveTemplate, links.removeTemplate (mutations) → Done. What is wrong is told by field. */
export const SaveRulesInput = InTenant.extend({ rules: z.unknown() })
export const SaveNamingInput = InTenant.extend({ naming: z.unknown() })
export const SaveTemplateInput = InTenant.extend({ template: z.unknown() })
export const RemoveTemplateInput = InTenant.extend({ templateId: z.uuid() })

/** links.tryLink (mutation, writes nothing) → TriedLink: `rules` as they stand on the page, not yet saved. */
export const TryLinkInput = InTenant.extend({
  url: Url,
  referrer: Url.optional(),
  rules: z.unknown().optional(),
})
export const TriedLink = Said.extend({
  signals: z.object({
    source: z.string().optional(),
    medium: z.string().optional(),
    campaign: z.string().optional(),
    term: z.string().optional(),
    content: z.string().optional(),
    referrer: z.string().optional(),
    refcode: z.string().optional(),
    clickIds: z.array(z.string()).optional(),
    landing: z.string().optional(),
  }),
})

const LintProblem = z.object({
  code: z.enum(lintCodes),
  severity: z.enum(['error', 'warning']),
  parameter: z.string().nullable(),
  say: z.string(),
})

/** links.build (mutation, writes nothing) → Built */
export const BuildInput = InTenant.extend({
  url: Url,
  values: z.partialRecord(NamedParameter, z.string().max(2_000)),
  tokens: z.partialRecord(z.enum(patternTokens), z.string().max(200)),
})
export const Built = z.object({
  built: z.union([
    z.object({
      ok: z.literal(true),
      url: z.string(),
      values: Values,
      notes: z.array(z.object({ field: NamedParameter, say: z.string() })),
    }),
    z.object({
      ok: z.literal(false),
      problems: z.array(
        z.object({ field: z.union([NamedParameter, z.literal('url')]), code: z.string(), say: z.string() }),
      ),
    }),
  ]),
  lint: z.array(LintProblem),
  said: Said.nullable(),
})

/** links.lint (mutation, writes nothing) → Linted, one for each address in their order: an address that holds something personal is not said back */
export const LintInput = InTenant.extend({ urls: z.array(Url).min(1).max(200) })
export const Linted = z.array(z.object({ problems: z.array(LintProblem) }))

/** links.lintLive (query) → LiveLint */
export const LintLiveInput = InTenant.extend(DayRange.shape)
export const LiveLint = z.object({
  spend: z.array(
    z.object({
      source: z.string(),
      ad: z.string().nullable(),
      campaign: z.string().nullable(),
      creative: z.string().nullable(),
      name: z.string(),
      campaignName: z.string().nullable(),
      spend: Money,
      why: z.enum(['no_link', 'no_tags', 'problems']),
      problems: z.array(LintProblem.extend({ url: z.string() })),
    }),
  ),
  codes: z.array(
    z.object({
      code: z.string(),
      gifts: z.number().int(),
      amounts: z.array(Money),
      sample: z.array(z.object({ source: z.string(), key: z.string() })),
      said: Said,
    }),
  ),
  /** Of how many things that were paid for, and of how many codes. */
  delivered: z.number().int(),
  seen: z.number().int(),
  whole: z.boolean(),
})

/** links.list (query, InTenant) → ShortLinks */
export const ShortLinks = z.object({
  links: z.array(
    z.object({
      linkId: z.uuid(),
      code: z.string(),
      /** What is handed out. */
      url: z.string(),
      name: z.string(),
      destination: z.string(),
      target: z.string(),
      channel: Channel,
      source: z.string().nullable(),
      campaign: z.string().nullable(),
      creative: z.string().nullable(),
      refcode: z.string().nullable(),
      utm: z.record(z.string(), z.string()),
      list: z.string().nullable(),
      partner: z.string().nullable(),
      createdAt: Instant,
      archivedAt: Instant.nullable(),
      clicks: z.number().int(),
      lastClickedAt: Instant.nullable(),
    }),
  ),
})

/** links.create (mutation) → MadeLink; links.archive (mutation) → Done. What is wrong is told by field. */
export const CreateLinkInput = InTenant.extend({
  name: z.string().max(1_000),
  destination: Url,
  code: z.string().max(100).nullish(),
  values: z.partialRecord(NamedParameter, z.string().max(2_000)),
  channel: Channel.nullish(),
  source: z.string().max(100).nullish(),
  campaign: z.string().max(1_000).nullish(),
  creative: z.string().max(1_000).nullish(),
  list: z.string().max(1_000).nullish(),
  partner: z.string().max(1_000).nullish(),
})
export const MadeLink = z.object({ linkId: z.uuid(), code: z.string(), url: z.string() })
export const ArchiveLinkInput = InTenant.extend({ linkId: z.uuid(), archived: z.boolean() })
