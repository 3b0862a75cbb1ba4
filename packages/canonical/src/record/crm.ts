import { z } from 'zod'
import { Instant, Day } from '../instant.ts'
import { Money } from '../money.ts'
import { Attributes, shared } from './shared.ts'

/** A person as a CRM knows them. Names and addresses ride in `person`. */
export const CrmContact = z.object({
  kind: z.literal('crm_contact'),
  ...shared,
  createdAt: Instant.optional(),
  company: z.string().optional(),
  owner: z.string().optional(),
  lifecycleStage: z.string().optional(),
  leadStatus: z.string().optional(),
  /** Where the CRM says they came from first, and last. */
  firstSource: z.string().optional(),
  latestSource: z.string().optional(),
  /** Keys of contacts that were merged into this one. */
  absorbed: z.array(z.string()).optional(),
  attributes: Attributes.optional(),
})
export type CrmContact = z.infer<typeof CrmContact>

export const Company = z.object({
  kind: z.literal('company'),
  ...shared,
  name: z.string().optional(),
  parent: z.string().optional(),
  owner: z.string().optional(),
  attributes: Attributes.optional(),
})
export type Company = z.infer<typeof Company>

export const Lead = z.object({
  kind: z.literal('lead'),
  ...shared,
  createdAt: Instant.optional(),
  status: z.string().optional(),
  source: z.string().optional(),
  owner: z.string().optional(),
  company: z.string().optional(),
  contact: z.string().optional(),
  convertedAt: Instant.optional(),
  convertedDay: Day.optional(),
  opportunity: z.string().optional(),
  attributes: Attributes.optional(),
})
export type Lead = z.infer<typeof Lead>

/** A deal in a pipeline. `closedAt` is when it entered a closed stage, not the date somebody expects. */
export const Opportunity = z.object({
  kind: z.literal('opportunity'),
  ...shared,
  createdAt: Instant.optional(),
  amount: Money.optional(),
  pipeline: z.string().optional(),
  stage: z.string().optional(),
  /** 0–1. */
  probability: z.number().min(0).max(1).optional(),
  state: z.enum(['open', 'won', 'lost']).optional(),
  closedAt: Instant.optional(),
  expectedCloseDay: Day.optional(),
  owner: z.string().optional(),
  company: z.string().optional(),
  /** Keys of its contacts, the primary one first. */
  contacts: z.array(z.string()).optional(),
  campaign: z.string().optional(),
  source: z.string().optional(),
  attributes: Attributes.optional(),
})
export type Opportunity = z.infer<typeof Opportunity>

/** A deal's move into a stage, at `happenedAt`. Intervals are derived: each ends where the next begins. */
export const StageChange = z.object({
  kind: z.literal('stage_change'),
  ...shared,
  opportunity: z.string(),
  pipeline: z.string().optional(),
  stage: z.string(),
  amount: Money.optional(),
  probability: z.number().min(0).max(1).optional(),
})
export type StageChange = z.infer<typeof StageChange>

export const Pipeline = z.object({
  kind: z.literal('pipeline'),
  ...shared,
  name: z.string(),
  stages: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      order: z.number().int(),
      probability: z.number().min(0).max(1).optional(),
      state: z.enum(['open', 'won', 'lost']).optional(),
    }),
  ),
})
export type Pipeline = z.infer<typeof Pipeline>

/** Somebody at the client's or a queue that deals belong to. The name stays in the sealed source record. */
export const Owner = z.object({
  kind: z.literal('owner'),
  ...shared,
  type: z.enum(['person', 'queue']),
  active: z.boolean().optional(),
})
export type Owner = z.infer<typeof Owner>

/** A person's membership in a CRM campaign. */
export const CampaignMember = z.object({
  kind: z.literal('campaign_member'),
  ...shared,
  campaign: z.string(),
  contact: z.string().optional(),
  lead: z.string().optional(),
  status: z.string().optional(),
  respondedAt: Instant.optional(),
})
export type CampaignMember = z.infer<typeof CampaignMember>

/** The share of an opportunity that a CRM's own model gives a campaign: for comparison, and what we write back. */
export const CampaignInfluence = z.object({
  kind: z.literal('campaign_influence'),
  ...shared,
  campaign: z.string(),
  opportunity: z.string(),
  contact: z.string().optional(),
  model: z.string(),
  /** 0–100. */
  percent: z.number().optional(),
})
export type CampaignInfluence = z.infer<typeof CampaignInfluence>

export const Form = z.object({
  kind: z.literal('form'),
  ...shared,
  name: z.string(),
  archived: z.boolean().optional(),
})
export type Form = z.infer<typeof Form>
