import { connectionAlerts } from '@throughline/core/connections'
import { goalAlerts } from '@throughline/core/goals'
import { ingestAlerts } from '@throughline/core/ingest'
import { workAlerts } from '@throughline/core/jobs'
import { qualityAlerts } from '@throughline/core/quality'
import { notifyAlerts, requireSound, type AlertRule } from '@throughline/core/notify'

/** Every rule that the watch looks with. A new one needs its runbook and its fault (`alert-rules.db.test.ts`). */
export const alertRules: readonly AlertRule[] = [
  ...connectionAlerts,
  ...ingestAlerts,
  ...workAlerts,
  ...goalAlerts,
  ...qualityAlerts,
  ...notifyAlerts,
]

requireSound(alertRules)
