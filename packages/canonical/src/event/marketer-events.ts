import { z } from 'zod'
import { Amount, Id, maybe, Percentage, Score, Text, When, Whole } from './fields.ts'

const Anything = z.looseObject({})

export const CampaignCreated = z.looseObject({
  campaign_id: Id,
  marketer_id: maybe(Text),
  campaign_type: maybe(Text),
  target_segment_id: maybe(Id),
  initial_budget: maybe(Amount),
  template_used: maybe(Text),
  time_to_completion_minutes: maybe(z.number().min(0)),
})

export const CampaignLaunched = z.looseObject({
  campaign_id: Id,
  marketer_id: maybe(Text),
  actual_audience_size: maybe(Whole),
  scheduled_delivery_time: maybe(When),
  budget_approved: maybe(Amount),
  ai_recommendation_applied: maybe(z.boolean()),
  ai_recommendation_score: maybe(Score),
})

export const CampaignPaused = z.looseObject({
  campaign_id: Id,
  marketer_id: maybe(Text),
  pause_reason: maybe(z.enum(['manual', 'low_performance', 'budget_exceeded', 'user_feedback'])),
  time_to_pause_hours: maybe(z.number().min(0)),
  pause_metrics_snapshot: maybe(Anything),
})

export const BudgetReallocated = z.looseObject({
  reallocation_id: maybe(Id),
  marketer_id: maybe(Text),
  from_campaign_id: Id,
  to_campaign_id: Id,
  amount: Amount,
  currency: maybe(z.string()),
  reallocation_reason: maybe(z.enum(['performance', 'testing', 'manual', 'ai_recommendation'])),
  ai_recommendation_id: maybe(Id),
})

/** `user_role` is the persona; a section is a page of ours. */
export const DashboardAccessed = z.looseObject({
  user_role: maybe(Text),
  dashboard_section: Text,
  time_spent_seconds: maybe(z.number().min(0)),
  filters_applied: maybe(Anything),
  export_requested: maybe(z.boolean()),
})

export const CreativeVariantTested = z.looseObject({
  test_id: Id,
  campaign_id: Id,
  variant_a_creative_id: maybe(Id),
  variant_b_creative_id: maybe(Id),
  split_percentage: maybe(Percentage),
  test_duration_days: maybe(z.number().min(0)),
  primary_metric: maybe(Text),
  statistical_significance_threshold: maybe(Score),
})
