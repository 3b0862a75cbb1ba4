import type { z } from 'zod'
import {
  CampaignAbandoned,
  CampaignClicked,
  CampaignConverted,
  CampaignDelivered,
  CampaignViewed,
} from './campaign-events.ts'
import {
  BudgetReallocated,
  CampaignCreated,
  CampaignLaunched,
  CampaignPaused,
  CreativeVariantTested,
  DashboardAccessed,
} from './marketer-events.ts'
import { UserEngaged, UserPurchased, UserSegmented, UserUnsubscribed } from './person-events.ts'
import {
  AnomalyDetected,
  DataRefreshCompleted,
  MetricCalculationCompleted,
  ModelInferenceCompleted,
  UserActionRecommended,
} from './system-events.ts'

/** One kind of event: how it is stored and what its properties are. */
export interface EventType {
  /** Stored in the place of the name: never changed, never given again. */
  code: number
  version: number
  /** Of a person (who must be named), of a marketer, or of the system itself. */
  of: 'person' | 'marketer' | 'system'
  properties: z.ZodType<Record<string, unknown>>
  /** The property that holds an amount of money, if one does. */
  amount?: string
}

/** Every kind of event that is ours, by its name on the wire. Codes from 1,000 belong to tenants' own kinds. */
export const eventTypes = {
  campaign_delivered: { code: 1, version: 1, of: 'person', properties: CampaignDelivered },
  campaign_viewed: { code: 2, version: 1, of: 'person', properties: CampaignViewed },
  campaign_clicked: { code: 3, version: 1, of: 'person', properties: CampaignClicked },
  campaign_converted: { code: 4, version: 1, of: 'person', properties: CampaignConverted, amount: 'order_value' },
  campaign_abandoned: { code: 5, version: 1, of: 'person', properties: CampaignAbandoned },
  user_segmented: { code: 6, version: 1, of: 'person', properties: UserSegmented },
  user_purchased: { code: 7, version: 1, of: 'person', properties: UserPurchased, amount: 'order_value' },
  user_engaged: { code: 8, version: 1, of: 'person', properties: UserEngaged },
  user_unsubscribed: { code: 9, version: 1, of: 'person', properties: UserUnsubscribed },
  campaign_created: { code: 10, version: 1, of: 'marketer', properties: CampaignCreated, amount: 'initial_budget' },
  campaign_launched: { code: 11, version: 1, of: 'marketer', properties: CampaignLaunched, amount: 'budget_approved' },
  campaign_paused: { code: 12, version: 1, of: 'marketer', properties: CampaignPaused },
  budget_reallocated: { code: 13, version: 1, of: 'marketer', properties: BudgetReallocated, amount: 'amount' },
  dashboard_accessed: { code: 14, version: 1, of: 'marketer', properties: DashboardAccessed },
  creative_variant_tested: { code: 15, version: 1, of: 'marketer', properties: CreativeVariantTested },
  data_refresh_completed: { code: 16, version: 1, of: 'system', properties: DataRefreshCompleted },
  metric_calculation_completed: { code: 17, version: 1, of: 'system', properties: MetricCalculationCompleted },
  anomaly_detected: { code: 18, version: 1, of: 'system', properties: AnomalyDetected },
  model_inference_completed: { code: 19, version: 1, of: 'system', properties: ModelInferenceCompleted },
  user_action_recommended: { code: 20, version: 1, of: 'system', properties: UserActionRecommended },
} as const satisfies Record<string, EventType>

export type EventTypeName = keyof typeof eventTypes

/** Our own kind of that name, if it is one. */
export const eventTypeOf = (name: string): EventType | undefined =>
  Object.hasOwn(eventTypes, name) ? eventTypes[name as EventTypeName] : undefined
