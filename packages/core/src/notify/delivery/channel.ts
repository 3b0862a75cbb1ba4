import { z } from 'zod'
import { severities } from '../alert-rule.ts'

/** Where a webhook goes, and what lets it in. Kept sealed. */
export const ChannelAddress = z.object({ address: z.string().max(2_000), key: z.string().max(200).nullable() })
export type ChannelAddress = z.infer<typeof ChannelAddress>

/** What lies sealed does not open with the keys that are here, or is no address. */
export class AddressDoesNotOpen extends Error {
  override name = 'AddressDoesNotOpen'
}

/** Where PagerDuty itself takes events; what speaks as it does has another address. */
export const pagerDutyAddress = 'https://events.pagerduty.com/v2/enqueue'

/** A channel as somebody sets it up. Without `address` and `key` it keeps those that it has. */
export const ChannelInput = z.object({
  channelId: z.uuid().nullable(),
  kind: z.enum(['mail', 'slack', 'pagerduty']),
  name: z.string().trim().min(1).max(80),
  address: z.string().trim().max(2_000).nullable(),
  key: z.string().trim().max(200).nullable(),
  /** Colleagues that a mail goes to. */
  people: z.array(z.uuid()).max(50),
  severities: z.array(z.enum(severities)).min(1),
  /** Null: of every rule, also of those to come. */
  rules: z.array(z.string().max(64)).max(200).nullable(),
  isOn: z.boolean(),
})
export type ChannelInput = z.infer<typeof ChannelInput>

/** Whether a channel is told of such an alert. */
export function takes(
  channel: { severities: readonly string[]; rules: readonly string[] | null; isOn: boolean },
  of: { severity: string; rule: string },
): boolean {
  return channel.isOn && channel.severities.includes(of.severity) && (channel.rules?.includes(of.rule) ?? true)
}

/** The subject of the alert about a channel: it is not told of its own trouble. */
export const subjectOfChannel = (channelId: string): string => `channel:${channelId}`
