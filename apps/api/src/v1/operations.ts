import { listKeys, revokeKey } from './manage-keys.ts'
import type { Operation } from './operation.ts'
import { readKey } from './read-key.ts'
import { listMetrics, queryMetrics } from './read-metrics.ts'
import { sendEvents } from './send-events.ts'

/** Every operation of `/v1`. One that is not here does not exist. */
export const operations: readonly Operation[] = [sendEvents, readKey, listKeys, revokeKey, listMetrics, queryMetrics]
