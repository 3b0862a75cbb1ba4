import type { AlertRule } from '../../notify/alert-rule.ts'
import { anomalyRules } from './anomaly-rules.ts'
import { freshnessRules } from './freshness-rules.ts'
import { measureRules } from './measure-rules.ts'
import { serviceRules } from './service-rules.ts'

/** What the quality of data and of the service itself is watched for. */
export const qualityAlerts: readonly AlertRule[] = [
  ...measureRules,
  ...freshnessRules,
  ...serviceRules,
  ...anomalyRules,
]
