import type { ObservedRow, QuarantinedRow } from '@throughline/connector-kit'
import type { Inside } from '@throughline/db'
import { z } from 'zod'
import { setAside } from '../ingest/quarantine.store.ts'
import { writeReadable } from '../ingest/write-readable.ts'
import { inTurn } from '../ingest/write-turn.ts'
import { beginWork, finishWork, stepWork, type Handler, type Outcome } from '../jobs/index.ts'
import { askCustomer, jobOf } from './connection.store.ts'
import { heldKeys } from './held.store.ts'
import { readKnownConnection, type KnownConnection } from './known-connection.store.ts'
import { connectOptions, type ReadDeps } from './read-deps.ts'

/** What is asked for, and how far it is. */
const HeldState = z.object({
  stream: z.string(),
  /** Days of the source's calendar on which there are more rows here than there; null: the source counts the whole. */
  days: z.array(z.string()).nullable(),
  after: z.string().default(''),
  asked: z.number().default(0),
  gone: z.number().default(0),
})
type HeldState = z.infer<typeof HeldState>

const restMs = 60_000

/**
 * Asks the source for the rows that are held here, key by key, where it counts fewer than there are; the nudge names the work. A row
 * of which the source itself says that it is gone is withdrawn; one that it does not speak of stays. Rows and cursor are one
 * transaction. Ends with a new comparison.
 */
export function askHeld(deps: ReadDeps): Handler {
  return async ({ tenantId, ref: workId = '' }, { until, signal }): Promise<Outcome> => {
    const within = <T>(fn: (inside: Inside) => Promise<T>) =>
      deps.door.withTenant(jobOf(tenantId, 'ask-held'), tenantId, fn)
    const finish = async (end: { state: 'done' | 'failed' | 'cancelled'; say: string }) => {
      await within((inside) => finishWork(inside, workId, { ...end, now: deps.now() }))
      deps.notifier.tell({ tenantId, kind: 'work' })
      return 'done' as const
    }
    for (;;) {
      const found = await within(async (inside) => {
        const work = await beginWork(inside, workId, deps.now())
        const known = work && (await readKnownConnection(inside, deps.secrets, work.ref ?? '', deps.now()))
        return work && known && { work, known, state: HeldState.parse(work.input) }
      })
      if (!found) return 'done'
      const { work, known, state } = found
      const { connectionId, connector } = known
      if (work.cancelRequested) return finish({ state: 'cancelled', say: 'Stopped on request.' })
      if (known.state === 'disconnected') return finish({ state: 'cancelled', say: 'The connection was given up.' })
      if (known.state !== 'active') return { at: new Date(deps.now().getTime() + restMs) }

      const { stream, days, after } = state
      const limit = deps.connectors[connector]?.streams[stream]?.fetchAtOnce ?? deps.kit.usualFetch
      const keys = await within((inside) =>
        heldKeys(inside, { source: connector, connectionId, stream, days, after, limit }),
      )
      const last = keys.at(-1)
      if (last === undefined) {
        await deps.queue.add({ tenantId, kind: 'reconcile', ref: `${connectionId}/${stream}`, attempt: 0 })
        return finish({ state: 'done', say: `Of ${state.asked} rows asked for ${state.gone} are gone at the source.` })
      }
      const end = await deps.kit.fetchNamed({ ...connectOptions(deps, known, signal), stream, keys })
      if (end.outcome === 'later') return { at: end.at }
      if (end.outcome === 'ask') {
        await within((inside) => askCustomer(inside, connectionId, end.error.say))
        deps.notifier.tell({ tenantId, kind: 'connections' })
        return { at: new Date(deps.now().getTime() + restMs) }
      }
      if (end.outcome === 'changed') {
        deps.report?.(`held records cannot be asked for: ${end.error.message}`, { connector, stream })
        return finish({ state: 'failed', say: 'The source did not give these rows by their keys.' })
      }
      const { rows, quarantined } = end.observation
      const next: HeldState = {
        ...state,
        after: last,
        asked: state.asked + keys.length,
        gone: state.gone + rows.filter(({ tally }) => tally?.gone).length,
      }
      await save(deps, known, { rows, quarantined, workId, next })
      if (signal.aborted || deps.now() >= until) return 'again'
    }
  }
}

interface Asked {
  rows: readonly ObservedRow[]
  quarantined: readonly Omit<QuarantinedRow, 'source'>[]
  workId: string
  next: HeldState
}

async function save(deps: ReadDeps, known: KnownConnection, { rows, quarantined, workId, next }: Asked): Promise<void> {
  const { tenantId, connectionId, keyring } = known
  const now = deps.now()
  const write = async (inside: Inside) => {
    const written = await writeReadable(inside, { rows, connectionId, origin: 'read', now, keyring })
    const aside = [...quarantined, ...written.refused].map((row) => ({
      ...row,
      connectionId,
      origin: 'read' as const,
      receivedAt: now.toISOString(),
    }))
    await setAside(inside, keyring, aside, deps.newId)
    await stepWork(inside, workId, { rows: rows.length, input: next })
    return written.batch
  }
  const batch = await inTurn(deps.door, tenantId, () =>
    deps.door.withTenant(jobOf(tenantId, 'ask-held'), tenantId, write),
  )
  if (batch !== undefined) deps.notifier.tell({ tenantId, kind: 'batch', batch })
  deps.notifier.tell({ tenantId, kind: 'work' })
}
