import { eventSources, eventTypes, type EventTypeName } from '@throughline/canonical/event'
import { sql, type SQL } from '@throughline/db'

/** Events that we write ourselves, as our own source: when and how many of them there are says nothing of a client's source. */
const ours: readonly EventTypeName[] = [
  'user_segmented',
  'campaign_paused',
  'dashboard_accessed',
  'data_refresh_completed',
  'anomaly_detected',
]
const kinds = `{${ours.map((name) => eventTypes[name].code).join(',')}}`
const source = 1 + eventSources.indexOf('backend')

/** Holds of events that come of a client's sources, not of ourselves. @param of the row that has their `kind` and `source` */
export const toldByOthers = (of: 'event_volume' | 'e'): SQL =>
  sql`not (${sql.raw(of)}.source = ${source}::smallint and ${sql.raw(of)}.kind = any(${kinds}::smallint[]))`
