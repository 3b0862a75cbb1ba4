import { Invalid } from '@throughline/canonical'
import { z } from 'zod'
import { creditChannels, type CreditChannel } from '../attribution/place.ts'
import { comparisons, compares, plain } from './matching.ts'
import { comparedOf, signalFields, type Compared, type Signals } from './signals.ts'

const mostRules = 200
const Value = z.string().trim().min(1, 'A value is empty.').max(200, 'A value has at most 200 characters.')

/** One thing that must hold. Of several values any will do. */
const Condition = z
  .object({
    field: z.enum(signalFields, 'Rules do not know this field.'),
    comparison: z.enum(comparisons, 'Rules do not know this comparison.'),
    values: z.array(Value).max(300, 'At most 300 values.'),
  })
  .refine(
    ({ comparison, values }) => (comparison === 'given' || comparison === 'missing') === (values.length === 0),
    'Values are needed, but none for "is there" and "is missing".',
  )
export type Condition = z.infer<typeof Condition>

/** One rule: where all of it holds, somebody came through this channel. */
export const ChannelRule = z.object({
  channel: z.enum(creditChannels, 'There is no such channel.'),
  when: z.array(Condition).min(1, 'A rule needs a condition.').max(8, 'At most 8 conditions.'),
  /** What it is for, in the words of whoever wrote it. */
  note: z.string().trim().max(200, 'At most 200 characters.').optional(),
})
export type ChannelRule = z.infer<typeof ChannelRule>

const ChannelRules = z.array(ChannelRule).max(mostRules, `At most ${mostRules} rules.`)

/**
 * Rules as somebody wrote them.
 * @throws Invalid naming the rule and what is wrong with it: `rules.3.channel`
 */
export function parseChannelRules(value: unknown): ChannelRule[] {
  const parsed = ChannelRules.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Invalid(issue?.message ?? 'Not a list of rules.', ['rules', ...(issue?.path ?? [])].join('.'))
}

/** Which channel somebody came through, and the rule that says so. */
export interface ChannelSaid {
  channel: CreditChannel
  /** Its place in the list, from 0. Null where no rule does: the outside system says it itself, or nothing is known, which is direct. */
  rule: number | null
}

/**
 * The first rule that holds says it. What an outside system says of its own campaign stands, unless a rule asks about just that.
 * @param rules in their order, as `parseChannelRules` or `readChannelRules` give them
 */
export function channelOf(rules: readonly ChannelRule[], signals: Signals): ChannelSaid {
  return createChannelOf(rules)(signals)
}

/** `channelOf` for many: the rules are made ready once. */
export function createChannelOf(rules: readonly ChannelRule[]): (signals: Signals) => ChannelSaid {
  const ready = rules.map(({ channel, when }, rule) => ({
    channel,
    rule,
    aboutChannel: when.some(({ field }) => field === 'channel'),
    when: when.map((each) => ({ ...each, values: each.values.map(plain) })),
  }))
  return (signals) => {
    const compared = comparedOf(signals)
    const known = signals.canonicalChannel
    const found = ready.find(({ when, aboutChannel }) => (!known || aboutChannel) && holds(when, compared))
    return found ? { channel: found.channel, rule: found.rule } : { channel: known ?? 'direct', rule: null }
  }
}

const holds = (when: readonly Condition[], compared: Compared): boolean =>
  when.every(({ field, comparison, values }) => compares(compared[field], comparison, values))
