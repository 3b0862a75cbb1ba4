import { z } from 'zod'

/** Everything a job can be. `ref` says of what: a connection, a stream of one, a piece of work, a schedule. */
export const nudgeKinds = [
  'process-inbox',
  'fetch-hints',
  'run-action',
  'send-conversions',
  'write-back',
  'reconcile',
  'replay-quarantine',
  'fire-schedule',
  'read-connection',
  'run-stream',
  'backfill',
  'ask-held',
  'register-webhooks',
  'reprocess',
  'retention',
  'change-zone',
  'merge-strips',
  'import-events',
  'attribute',
  'fit-models',
  'reconcile-matches',
  'watch',
  'tell-alerts',
  'segment-people',
] as const
export type NudgeKind = (typeof nudgeKinds)[number]

/**
 * A nudge, not a piece of data: that there is something to do, never what. Ids only, so that the queue holds no tenant's data.
 * `attempt` counts failures in a row.
 */
export const Nudge = z.object({
  tenantId: z.uuid(),
  kind: z.enum(nudgeKinds),
  ref: z.string().max(200).optional(),
  attempt: z.number().int().nonnegative().default(0),
})
export type Nudge = z.infer<typeof Nudge>

/** At most one of these is waiting per key. */
export function nudgeKey({ tenantId, kind, ref }: Nudge): string {
  return `${tenantId}:${kind}:${ref ?? ''}`
}

/** What must not wait behind a slow provider. */
const swift: ReadonlySet<NudgeKind> = new Set(['process-inbox', 'replay-quarantine', 'fire-schedule'])

/**
 * The named queue it waits in. A tenant has two, each serial: hence at most two slices of a tenant at once, two nudges of one
 * key never side by side, and a delivery never behind a report that is being read.
 */
export function laneOf({ tenantId, kind }: Nudge): string {
  return `tenant:${tenantId}:${swift.has(kind) ? 0 : 1}`
}
