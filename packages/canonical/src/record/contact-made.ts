import { z } from 'zod'
import { Instant } from '../instant.ts'
import { Money } from '../money.ts'
import { Attributes, Channel, shared } from './shared.ts'

/** One text or e-mail to or from one person. What it says stays in the sealed source record. */
export const Message = z.object({
  kind: z.literal('message'),
  ...shared,
  channel: Channel,
  direction: z.enum(['out', 'in']),
  status: z.enum(['queued', 'sent', 'delivered', 'failed', 'received', 'unknown']),
  sourceStatus: z.string().optional(),
  campaign: z.string().optional(),
  /** Key of our own number or address it went through, and of the thread it belongs to. */
  sender: z.string().optional(),
  conversation: z.string().optional(),
  sentAt: Instant.optional(),
  deliveredAt: Instant.optional(),
  failedAt: Instant.optional(),
  /** The carrier's or provider's own code. */
  errorCode: z.string().optional(),
  segments: z.number().int().positive().optional(),
  cost: Money.optional(),
  attributes: Attributes.optional(),
})
export type Message = z.infer<typeof Message>

/** One call with one person. */
export const Call = z.object({
  kind: z.literal('call'),
  ...shared,
  direction: z.enum(['out', 'in']),
  status: z.enum(['completed', 'missed', 'failed', 'forwarded', 'ongoing', 'unknown']),
  sourceStatus: z.string().optional(),
  answeredAt: Instant.optional(),
  endedAt: Instant.optional(),
  durationSeconds: z.number().int().nonnegative().optional(),
  voicemail: z.boolean().optional(),
  sender: z.string().optional(),
  conversation: z.string().optional(),
  campaign: z.string().optional(),
  attributes: Attributes.optional(),
})
export type Call = z.infer<typeof Call>

/** What can touch a person. Attribution gives credit to these. */
export const touchTypes = [
  'impression',
  'click',
  'visit',
  'text_sent',
  'text_delivered',
  'text_clicked',
  'text_replied',
  'call',
  'email_sent',
  'email_opened',
  'email_clicked',
  'form_opened',
  'form_submitted',
  'campaign_member',
  'campaign_responded',
  'meeting',
  'activity',
] as const

/** One dated marketing contact with a person. */
export const Touchpoint = z.object({
  kind: z.literal('touchpoint'),
  ...shared,
  type: z.enum(touchTypes),
  channel: Channel,
  campaign: z.string().optional(),
  adSet: z.string().optional(),
  ad: z.string().optional(),
  creative: z.string().optional(),
  /** Key of the message or call that it was. */
  message: z.string().optional(),
  refcodes: z.record(z.string(), z.string()).optional(),
  clickIds: z.record(z.string(), z.object({ value: z.string(), truncated: z.boolean() })).optional(),
  /** A machine rather than a person, it seems: kept, and left out of credit. */
  suspect: z.boolean().optional(),
  attributes: Attributes.optional(),
})
export type Touchpoint = z.infer<typeof Touchpoint>

/** One of our own numbers or addresses. */
export const Sender = z.object({
  kind: z.literal('sender'),
  ...shared,
  name: z.string().optional(),
  number: z.string().optional(),
  attributes: Attributes.optional(),
})
export type Sender = z.infer<typeof Sender>

/** A list that people are sent to from. */
export const AudienceList = z.object({
  kind: z.literal('audience_list'),
  ...shared,
  name: z.string(),
  size: z.number().int().nonnegative().optional(),
  status: z.string().optional(),
})
export type AudienceList = z.infer<typeof AudienceList>
