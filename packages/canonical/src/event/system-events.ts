import { z } from 'zod'
import { Id, maybe, Percentage, Score, Text, When, Whole } from './fields.ts'

const Anything = z.unknown()

export const DataRefreshCompleted = z.looseObject({
  refresh_id: maybe(Id),
  data_source: Text,
  records_processed: maybe(Whole),
  refresh_duration_seconds: maybe(z.number().min(0)),
  data_lag_seconds: maybe(z.number().min(0)),
  errors_encountered: maybe(Whole),
  error_messages: Anything.optional(),
})

export const MetricCalculationCompleted = z.looseObject({
  metric_id: Text,
  calculation_timestamp: maybe(When),
  calculation_duration_ms: maybe(z.number().min(0)),
  result_value: maybe(z.number()),
  dimension_breakdown: Anything.optional(),
  data_completeness_percentage: maybe(Percentage),
})

export const AnomalyDetected = z.looseObject({
  anomaly_id: maybe(Id),
  metric_id: Text,
  anomaly_type: z.enum(['spike', 'drop', 'zero_value', 'duplicate', 'missing_data']),
  anomaly_severity: maybe(z.enum(['critical', 'warning', 'info'])),
  expected_value: maybe(z.number()),
  actual_value: maybe(z.number()),
  percentage_deviation: maybe(z.number()),
  affected_records: maybe(Whole),
  auto_remediation_applied: maybe(z.boolean()),
})

export const ModelInferenceCompleted = z.looseObject({
  model_name: Text,
  inference_timestamp: maybe(When),
  input_record_id: maybe(Id),
  prediction: maybe(z.union([z.number(), Text])),
  confidence_score: maybe(Score),
  inference_duration_ms: maybe(z.number().min(0)),
  feature_importance_top_3: Anything.optional(),
})

export const UserActionRecommended = z.looseObject({
  recommendation_id: Id,
  recommendation_type: z.enum([
    'pause_campaign',
    'increase_budget',
    'decrease_budget',
    'test_creative',
    'expand_segment',
    'focus_segment',
  ]),
  target_entity_id: maybe(Id),
  impact_projection: maybe(
    z.looseObject({
      projected_roas_change_percent: maybe(z.number()),
      projected_revenue_impact: maybe(z.number()),
      confidence_score: maybe(Score),
    }),
  ),
  confidence_level: maybe(z.enum(['high', 'medium', 'low'])),
  supporting_data: Anything.optional(),
  expiration_time: maybe(When),
})
