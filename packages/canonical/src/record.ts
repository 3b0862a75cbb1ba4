import { z } from 'zod'
import { Instant } from './instant.ts'
import { Ad, AdAccount, AdSet, Campaign, Creative } from './record/ads.ts'
import { Consent } from './record/consent.ts'
import { AudienceList, Call, Message, Sender, Touchpoint } from './record/contact-made.ts'
import { Conversion } from './record/conversion.ts'
import {
  CampaignInfluence,
  CampaignMember,
  Company,
  CrmContact,
  Form,
  Lead,
  Opportunity,
  Owner,
  Pipeline,
  StageChange,
} from './record/crm.ts'
import { RecurringPlan } from './record/recurring-plan.ts'
import { Refund } from './record/refund.ts'
import { Spend } from './record/spend.ts'

export * from './record/ads.ts'
export * from './record/consent.ts'
export * from './record/contact-made.ts'
export * from './record/conversion.ts'
export * from './record/crm.ts'
export * from './record/recurring-plan.ts'
export * from './record/refund.ts'
export { channels, Channel } from './record/shared.ts'
export * from './record/spend.ts'

/** What stands for itself: everything but the taking back of one. */
const standing = [
  Conversion,
  Refund,
  RecurringPlan,
  Consent,
  AdAccount,
  Campaign,
  AdSet,
  Ad,
  Creative,
  Spend,
  Message,
  Call,
  Touchpoint,
  Sender,
  AudienceList,
  CrmContact,
  Company,
  Lead,
  Opportunity,
  StageChange,
  Pipeline,
  Owner,
  CampaignMember,
  CampaignInfluence,
  Form,
] as const
type StandingKind = z.infer<(typeof standing)[number]>['kind']
const standingKinds = standing.map((record) => record.shape.kind.value) as [StandingKind, ...StandingKind[]]

/** The source no longer has this record (archived, deleted, merged away): its figures go back under cause `withdrawn`. */
export const Withdrawal = z.object({
  kind: z.literal('withdrawal'),
  key: z.string().min(1),
  of: z.enum(standingKinds),
  happenedAt: Instant,
})
export type Withdrawal = z.infer<typeof Withdrawal>

/** What a connector's `map` makes of one raw row: none, one or several of these. */
export const CanonicalRecord = z.discriminatedUnion('kind', [...standing, Withdrawal])
export type CanonicalRecord = z.infer<typeof CanonicalRecord>
export type RecordKind = CanonicalRecord['kind']
