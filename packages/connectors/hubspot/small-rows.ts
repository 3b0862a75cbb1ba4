import { z } from 'zod'
import { Id, Moment } from './values.ts'

const ofPortal = { portalId: z.string().min(1), portalZone: z.string().default('UTC') }

const Stage = z.looseObject({
  id: Id,
  label: z.string(),
  displayOrder: z.number().int().default(0),
  archived: z.boolean().default(false),
  metadata: z.record(z.string(), z.unknown()).default({}),
})

/** With the stages that it once had: deals and their histories go on naming them. */
export const PipelineRow = z.looseObject({
  ...ofPortal,
  objectType: z.string().min(1),
  id: Id,
  label: z.string(),
  stages: z.array(Stage),
  createdAt: Moment.optional(),
  archived: z.boolean().default(false),
})
export type PipelineRow = z.infer<typeof PipelineRow>

export const OwnerRow = z.looseObject({
  ...ofPortal,
  id: Id,
  type: z.string().default('PERSON'),
  archived: z.boolean().default(false),
  createdAt: Moment,
})
export type OwnerRow = z.infer<typeof OwnerRow>

export const CampaignRow = z.looseObject({
  ...ofPortal,
  portalCurrency: z.string().optional(),
  id: Id,
  properties: z.record(z.string(), z.string()).default({}),
  createdAt: Moment,
  archived: z.boolean().default(false),
})
export type CampaignRow = z.infer<typeof CampaignRow>

export const MemberRow = z.looseObject({
  ...ofPortal,
  campaignId: Id,
  contactId: Id,
  contactType: z.string().min(1),
  /** HubSpot tells no time of membership: the campaign's own. */
  campaignCreatedAt: Moment,
})
export type MemberRow = z.infer<typeof MemberRow>

export const FormRow = z.looseObject({
  ...ofPortal,
  id: Id,
  name: z.string().default(''),
  archived: z.boolean().default(false),
  createdAt: Moment,
})
export type FormRow = z.infer<typeof FormRow>
