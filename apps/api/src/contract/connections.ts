import { Day, Instant } from '@throughline/canonical'
import { z } from 'zod'
import { Freshness, InTenant, PageInput } from './shared.ts'

/** A form is drawn from this, whichever connector it is. `value` is what is set; secrets never come back. */
export const FormField = z.object({
  path: z.string(),
  label: z.string(),
  help: z.string().nullable(),
  type: z.enum(['text', 'password', 'date', 'number', 'boolean', 'list', 'choice', 'pairs']),
  choices: z.array(z.string()).optional(),
  required: z.boolean(),
  secret: z.boolean(),
  /** The form may offer to make one up. */
  generate: z.boolean(),
  placeholder: z.string().nullable(),
  value: z.unknown().optional(),
})
export type FormField = z.infer<typeof FormField>

/** connections.catalogue (query, InTenant) → array */
export const ConnectorCard = z.object({
  id: z.string(),
  name: z.string(),
  /** A person can connect it by signing in there, with no key to copy. */
  signsIn: z.boolean(),
  fields: z.array(FormField),
  webhookKinds: z.array(z.string()),
  /** Its code is not ours: it runs in a process of its own. */
  outside: z.boolean(),
})

/** What the source itself counted, beside what is here. */
export const Completeness = z.enum(['complete', 'differs', 'not_provable'])

/** connections.list (query, InTenant) → array of ConnectionCard */
export const ConnectionCard = z.object({
  connectionId: z.uuid(),
  connector: z.string(),
  connectorName: z.string(),
  name: z.string(),
  state: z.enum(['active', 'paused', 'needs_customer', 'disconnected']),
  say: z.string().nullable(),
  freshness: Freshness,
  rows: z.number().int(),
  quarantined: z.number().int(),
  foreign: z.number().int(),
  nextReadAt: Instant.nullable(),
  /** What its streams' last proofs say together; null before any. */
  completeness: Completeness.nullable(),
})
export type ConnectionCard = z.infer<typeof ConnectionCard>

/** connections.disconnected (query, InTenant) → array: given up, and can be taken up again until then */
export const DisconnectedCard = ConnectionCard.pick({
  connectionId: true,
  connector: true,
  connectorName: true,
  name: true,
}).extend({ disconnectedAt: Instant, until: Instant })

/** connections.across (query, no input) → those of every client */
export const ConnectionOfClient = ConnectionCard.extend({ tenant: z.object({ slug: z.string(), name: z.string() }) })

/** connections.create (mutation) → {connectionId}. `values` by FormField.path, secrets included. */
export const CreateInput = InTenant.extend({
  connector: z.string(),
  name: z.string().min(1).max(120),
  values: z.record(z.string(), z.unknown()),
})
/** connections.update (mutation) → Done. Absent secrets stay. */
export const UpdateInput = InTenant.extend({
  connectionId: z.uuid(),
  name: z.string().min(1).max(120).optional(),
  values: z.record(z.string(), z.unknown()),
})
/** connections.check (mutation) → CheckResult: does the credential work, in words the person can act on. */
export const ConnectionInput = InTenant.extend({ connectionId: z.uuid() })
export const CheckResult = z.object({ ok: z.boolean(), say: z.string() })
/** connections.signIn (mutation) → {url} of the provider; connections.finishSignIn (mutation) → {connectionId} */
export const ProviderSignInInput = ConnectionInput.extend({ forActions: z.boolean().default(false) })
export const FinishProviderSignInInput = InTenant.extend({
  state: z.string().max(400),
  code: z.string().min(1).max(4000),
})
/** connections.health (query, ConnectionInput) */
export const ConnectionHealth = z.object({
  everyMinutes: z.number().int(),
  checkedAt: Instant.nullable(),
  /** 0–1 used. */
  usage: z.array(z.object({ name: z.string(), used: z.number() })),
  usageAt: Instant.nullable(),
  webhooks: z.array(
    z.object({
      kind: z.string(),
      title: z.string(),
      lastReceivedAt: Instant.nullable(),
      received24h: z.number().int(),
      state: z.enum(['receiving', 'quiet', 'silent', 'never']),
    }),
  ),
  streams: z.array(
    z.object({
      stream: z.string(),
      title: z.string(),
      pushed: z.boolean(),
      wanted: z.boolean(),
      state: z.enum(['ok', 'waiting', 'stopped']),
      say: z.string().nullable(),
      waitUntil: Instant.nullable(),
      lastReadAt: Instant.nullable(),
      rows: z.number().int(),
      drift: z.enum(['evolve', 'freeze', 'quarantine']),
      newFields: z.array(z.string()),
      completeness: z
        .object({
          state: Completeness,
          checkedAt: Instant,
          sourceCount: z.number().int().nullable(),
          ourCount: z.number().int().nullable(),
          differences: z.array(
            z.object({
              day: Day.nullable(),
              source: z.object({ count: z.number().int().nullable(), minor: z.number().int().nullable() }),
              ours: z.object({ count: z.number().int(), minor: z.number().int().nullable() }),
              currency: z.string().nullable(),
              cause: z.enum(['set_aside', 'still_moving', 'missing', 'extra', 'amounts']),
            }),
          ),
        })
        .nullable(),
    }),
  ),
})
/** connections.repair → {workId}, connections.acceptFields → {count} (mutations) */
export const StreamInput = ConnectionInput.extend({ stream: z.string().min(1).max(80) })
/** connections.setDrift (mutation) → Done */
export const DriftInput = StreamInput.extend({ drift: z.enum(['evolve', 'freeze', 'quarantine']) })
/** connections.setSchedule (mutation) → Done */
export const ScheduleInput = ConnectionInput.extend({ everyMinutes: z.number().int().min(1).max(1_440) })
/** connections.pause / resume / disconnect / reconnect / syncNow (mutations, ConnectionInput) → Done */

/** connections.read (query, ConnectionInput) */
export const Connection = ConnectionCard.extend({
  fields: z.array(FormField),
  signsIn: z.boolean(),
  /** What its last check found. */
  accounts: z.array(
    z.object({ id: z.string(), name: z.string(), currency: z.string().optional(), zone: z.string().optional() }),
  ),
  webhooks: z.array(
    z.object({
      kind: z.string(),
      title: z.string(),
      /** Paths of form fields whose values belong into the provider's form beside the URL. */
      credentials: z.array(z.string()),
      url: z.string(),
      lastReceivedAt: Instant.nullable(),
      received24h: z.number().int(),
    }),
  ),
  /** What became of telling the source our addresses by ourselves; null where that was not tried. */
  registration: z
    .object({ state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']), say: z.string().nullable() })
    .nullable(),
  streams: z.array(
    z.object({
      stream: z.string(),
      title: z.string(),
      state: z.enum(['ok', 'waiting', 'stopped']),
      say: z.string().nullable(),
      lastReadAt: Instant.nullable(),
      rows: z.number().int(),
    }),
  ),
  /** Why rows are kept but not counted, with how many: `entity 70002`. */
  foreignReasons: z.array(z.object({ reason: z.string(), rows: z.number().int() })),
  /** The running or last backfill. */
  backfill: z
    .object({
      workId: z.uuid(),
      state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
      from: Day.nullable(),
      /** 0–1 */
      progress: z.number(),
      etaSeconds: z.number().nullable(),
      rowsRead: z.number().int(),
      say: z.string().nullable(),
      startedAt: Instant.nullable(),
      finishedAt: Instant.nullable(),
    })
    .nullable(),
})
export type Connection = z.infer<typeof Connection>

/** connections.backfill (mutation) → {workId}; connections.cancel (mutation, {tenant, workId}) → Done */
export const BackfillInput = ConnectionInput.extend({ from: Day })
export const WorkInput = InTenant.extend({ workId: z.uuid() })

/** connections.runs (query) → Page(SyncRun), newest first */
export const RunsInput = ConnectionInput.extend(PageInput.shape)
export const SyncRun = z.object({
  runId: z.uuid(),
  stream: z.string(),
  trigger: z.enum(['schedule', 'person', 'backfill', 'webhook']),
  state: z.enum(['running', 'done', 'waiting', 'failed', 'cancelled']),
  startedAt: Instant,
  finishedAt: Instant.nullable(),
  read: z.number().int(),
  fresh: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  quarantined: z.number().int(),
  foreign: z.number().int(),
  say: z.string().nullable(),
})
export type SyncRun = z.infer<typeof SyncRun>

/** connections.quarantine (query, RunsInput) → Page(Quarantined); replay / dismiss (mutations, {tenant, ids}) → {count} */
export const Quarantined = z.object({
  id: z.uuid(),
  stream: z.string(),
  key: z.string().nullable(),
  receivedAt: Instant,
  origin: z.enum(['webhook', 'read']),
  issues: z.array(z.object({ path: z.string(), message: z.string() })),
  state: z.enum(['open', 'replayed', 'dismissed']),
})
export type Quarantined = z.infer<typeof Quarantined>
export const QuarantineInput = InTenant.extend({ ids: z.array(z.uuid()).min(1).max(500) })

/** jobs.deadLetters (query, InTenant + PageInput) → Page(DeadLetter); jobs.replay / jobs.dismiss ({tenant, id}) → Done */
export const DeadLetter = z.object({
  id: z.uuid(),
  kind: z.string(),
  ref: z.string().nullable(),
  error: z.string(),
  attempts: z.number().int(),
  diedAt: Instant,
  state: z.enum(['dead', 'replayed', 'dismissed']),
})
export type DeadLetter = z.infer<typeof DeadLetter>
