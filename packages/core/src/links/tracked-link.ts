import { Invalid } from '@throughline/canonical'
import type { LinkRules } from '@throughline/connector-kit'
import { z } from 'zod'
import { creditChannels, type CreditChannel, type Place } from '../attribution/place.ts'
import { buildLink } from './build-link.ts'
import type { ChannelSaid } from './channel-rules.ts'
import { codeSyntax } from './click-id.ts'
import { hostRulesFor } from './host-rules.ts'
import { takeApart } from './link-text.ts'
import { lintLink, type LintCode } from './lint-link.ts'
import { plain } from './matching.ts'
import { NamedParameter, type Naming } from './naming.ts'
import { readTags, signalsOf } from './read-tags.ts'
import type { Signals } from './signals.ts'

const maybe = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .transform((text) => (text === '' ? null : text))
    .nullish()
    .default(null)

/** A short link as somebody asks for it. */
export const NewTrackedLink = z.object({
  name: z.string().trim().min(1, 'A link needs a name.').max(120, 'At most 120 characters.'),
  destination: z.string().trim().max(10_000),
  /** Left out: one is drawn. */
  code: z.string().trim().toLowerCase().max(60).nullish().default(null),
  values: z.partialRecord(NamedParameter, z.string().max(300)),
  /** Left out: what the channel rules say of the link. */
  channel: z.enum(creditChannels, 'There is no such channel.').nullish().default(null),
  source: maybe(60),
  campaign: maybe(200),
  creative: maybe(200),
  list: maybe(200),
  partner: maybe(200),
})
export type NewTrackedLink = z.input<typeof NewTrackedLink>

/** What is written of it. */
export interface ReadyLink {
  name: string
  code: string | null
  destination: string
  target: string
  clickParameter: string
  channel: CreditChannel
  source: string | null
  campaign: string | null
  creative: string | null
  refcode: string | null
  utm: Record<string, string>
  list: string | null
  partner: string | null
}

/** The id of the click says where it came from, whatever else is missing. */
const told: ReadonlySet<LintCode> = new Set(['no_code', 'untagged'])
/** The parameter of a click's id where nobody says another one. */
const ownParameter = 'tlid'

/**
 * A link made ready by a tenant's rules: what it leads to is decided now, not when somebody follows it.
 * @throws Invalid naming the field, for whatever the builder or the linter holds against it
 */
export function readyLink(
  wanted: unknown,
  rules: { naming: Naming; links: readonly LinkRules[]; channelOf: (signals: Signals) => ChannelSaid },
): ReadyLink {
  const parsed = NewTrackedLink.safeParse(wanted)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Invalid(issue?.message ?? 'Not a link.', issue?.path.join('.'))
  }
  const { destination, values, code, channel, ...rest } = parsed.data
  if (code !== null && code !== '' && !codeSyntax.test(code))
    throw new Invalid('A code has 3 to 24 small letters, digits and underscores.', 'code')
  const built = buildLink({ url: destination, values, tokens: {} }, rules)
  if (!built.ok) {
    const [problem] = built.problems
    throw new Invalid(problem?.say ?? 'This link cannot be built.', fieldOf(problem?.field))
  }
  if (/\{\{[^{}]*\}\}/.test(built.url))
    throw new Invalid('Nobody fills the places left open in a link that people follow from here.', 'destination')
  const wrong = lintLink(built.url, rules).find(({ severity, code }) => severity === 'error' && !told.has(code))
  if (wrong) throw new Invalid(wrong.say, 'destination')
  const tags = readTags(built.url)
  const refcode = Object.entries(tags.refcodes).find(([name]) => plain(name) === 'refcode')?.[1] ?? null
  return {
    ...rest,
    ...{ code: code === '' ? null : code, destination, target: built.url, refcode },
    clickParameter: clickParameterOf(built.url, rules.links),
    channel: channel ?? rules.channelOf({ ...signalsOf(built.url), referrer: undefined }).channel,
    utm: Object.fromEntries(Object.entries(tags.utm).map(([name, tag]) => [name, tag.value])),
  }
}

const fieldOf = (field: string | undefined): string =>
  field === undefined || field === 'url' ? 'destination' : `values.${field}`

function clickParameterOf(url: string, links: readonly LinkRules[]): string {
  const wanted = hostRulesFor(url, links)?.clickIdIn ?? ownParameter
  return takeApart(url).pairs.some(({ name, value }) => plain(name) === wanted && value !== '') ? ownParameter : wanted
}

/** Where a click on it came from. */
export const placeOfLink = (link: Omit<Place, 'adSet' | 'ad'>): Place => ({
  ...{ channel: link.channel, source: link.source, campaign: link.campaign, adSet: null, ad: null },
  ...{ creative: link.creative, refcode: link.refcode, list: link.list, partner: link.partner },
})
