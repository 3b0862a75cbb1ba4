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
})

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
})
export type ConnectionCard = z.infer<typeof ConnectionCard>

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
/** connections.pause / resume / disconnect / syncNow (mutations, ConnectionInput) → Done */

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
