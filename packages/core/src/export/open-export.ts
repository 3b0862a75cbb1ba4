import { NotFound, type Instant } from '@throughline/canonical'
import type { Actor, Door, Inside } from '@throughline/db'
import { batchAt, batchMoment } from '../ledger/index.ts'
import type { Secrets } from '../secrets/index.ts'
import { requireMay } from '../tenants/may.ts'
import {
  actorName,
  appendAudit,
  auditPage,
  batchPage,
  connectionPage,
  contactPage,
  exportHead,
  factPage,
  movementPage,
  ratePage,
  stagePage,
  type AsOf,
  type ExportPage,
  type ExportRow,
} from './export.store.ts'

export interface ExportDeps {
  door: Door
  secrets: Secrets
  now: () => Date
}

export interface ExportOptions {
  /** As known at this batch; without either, now. */
  batch?: number | undefined
  /** As known at this instant. */
  at?: Instant | undefined
  /** Names and addresses in full instead of masks: written to the audit log. */
  reveal?: boolean
  /** Rows read at once. */
  pageRows?: number
}

/** One kind of rows, in a fixed order; every row has these columns. */
export interface ExportSet {
  name: string
  columns: readonly string[]
  /** Pages as they are asked for: nothing is read ahead. */
  pages(): AsyncGenerator<ExportRow[]>
}

export interface OpenExport {
  tenant: ExportRow
  batch: number
  recordedAt: Instant | null
  /** The last link of the audit's chain that is in it. */
  auditSeq: number
  revealed: boolean
  sets: ExportSet[]
}

const usualPageRows = 1_000

/**
 * Opens one client's own data for taking away: facts, movements, contacts, connections, rates and audit log, all as of one batch
 * (facts and movements are never changed, so pages read minutes apart fit together). That it was done, and whether people were
 * revealed, is in the audit log before the first row leaves.
 * @throws NotFound for a batch that was never given out; Forbidden without `export.run`, or revealing without `contacts.reveal`
 */
export async function openExport(
  { door, secrets, now }: ExportDeps,
  actor: Actor,
  tenantId: string,
  { batch: wanted, at, reveal = false, pageRows = usualPageRows }: ExportOptions = {},
): Promise<OpenExport> {
  const within = <T>(fn: (inside: Inside) => Promise<T>) =>
    door.withTenant(actor, tenantId, (inside) => {
      requireMay(inside.role, 'export.run')
      // The installation's own command stands above roles; a person may take away only what they may see.
      if (reveal && inside.role !== 'system') requireMay(inside.role, 'contacts.reveal')
      return fn(inside)
    })
  const head = await within(async (inside) => {
    const moment = wanted === undefined ? await batchAt(inside, at) : await batchMoment(inside, wanted)
    if (!moment) throw new NotFound('There is no batch of that number.')
    await appendAudit(inside.db, tenantId, {
      at: now(),
      actor: actorName(actor),
      action: 'tenant.exported',
      subject: tenantId,
      detail: { batch: moment.batch, revealed: reveal },
    })
    return { ...moment, ...(await exportHead(inside)), keyring: await secrets.forTenant(inside, now()) }
  })

  const asOf: AsOf = { batch: head.batch, auditSeq: head.auditSeq, limit: pageRows }
  type Read = (inside: Inside, asOf: AsOf, after?: unknown[]) => Promise<ExportPage>
  const set = (name: string, columns: readonly string[], read: Read): ExportSet => ({
    name,
    columns,
    async *pages() {
      let after: unknown[] | undefined
      do {
        const { rows, next } = await within((inside) => read(inside, asOf, after))
        if (rows.length > 0) yield rows
        after = next ?? undefined
      } while (after !== undefined)
    },
  })
  return {
    tenant: head.tenant,
    batch: head.batch,
    recordedAt: head.recordedAt,
    auditSeq: head.auditSeq,
    revealed: reveal,
    sets: [
      set('batches', ['batch', 'recordedAt', 'origin', 'facts'], batchPage),
      set('facts', factColumns, factPage),
      set('movements', movementColumns, movementPage),
      set('stages', stageColumns, stagePage),
      set('contacts', contactColumns, (inside, asOf, after) => contactPage(inside, head.keyring, reveal, asOf, after)),
      set('connections', connectionColumns, connectionPage),
      set('rates', ['day', 'from', 'to', 'rate'], ratePage),
      set('audit', auditColumns, auditPage),
    ],
  }
}

const factColumns = [
  ...[
    'batch',
    'kind',
    'source',
    'key',
    'version',
    'cause',
    'happenedAt',
    'contactNo',
    'refersTo',
    'withdrawn',
    'value',
  ],
]
const movementColumns = [
  ...['day', 'hour', 'kind', 'currency', 'recurring', 'minor', 'n', 'cause', 'batch', 'recordedDay'],
  ...['campaignNo', 'creativeNo', 'channel'],
]
const stageColumns = ['source', 'deal', 'stage', 'pipeline', 'visit', 'from', 'to', 'seconds', 'told', 'ends']
const contactColumns = ['contactNo', 'batch', 'erasedAt', 'name', 'email', 'phone', 'address']
const connectionColumns = [
  ...['connectionId', 'connector', 'name', 'state', 'say', 'everyMinutes', 'createdAt', 'archivedAt', 'config'],
  'accounts',
]
const auditColumns = ['seq', 'at', 'actor', 'action', 'subject', 'detail', 'previousHash', 'hash']
