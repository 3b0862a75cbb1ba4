import type { Inside } from '@throughline/db'
import type { Handler } from '../jobs/index.ts'
import { compareTotals, type Comparison } from './compare-totals.ts'
import { countedHere, keepProof, lastProofs, setAsideOf } from './completeness.store.ts'
import { jobOf } from './connection.store.ts'
import { readKnownConnection, type KnownConnection } from './known-connection.store.ts'
import { wantedStreams } from './read-connection.ts'
import { connectOptions, type ReadDeps } from './read-deps.ts'

/** How far back the source is asked day by day. */
const daysBack = 800
/** Days that the source itself may still change. */
const movingDays = 3
const dayMs = 86_400_000

/**
 * Asks the source what it counts and compares that with what is here; the nudge names `<connection>` (all its streams) or
 * `<connection>/<stream>`. What the source cannot be asked for is "not provable".
 */
export function reconcile(deps: ReadDeps): Handler {
  return async ({ tenantId, ref = '' }, { signal }) => {
    const [connectionId = '', only] = ref.split('/')
    const within = <T>(fn: (inside: Inside) => Promise<T>) =>
      deps.door.withTenant(jobOf(tenantId, 'reconcile'), tenantId, fn)
    const known = await within((inside) => readKnownConnection(inside, deps.secrets, connectionId, deps.now()))
    if (known?.state !== 'active') return 'done'
    const streams = only === undefined ? wantedStreams(deps, known) : [only]
    for (const stream of streams) {
      const later = await prove(deps, known, stream, signal)
      // The others are asked by a nudge of their own, when this one is.
      if (later) return { at: later }
      if (signal.aborted) return 'again'
    }
    deps.notifier.tell({ tenantId, kind: 'connections' })
    return 'done'
  }
}

/** @returns when to come back, where the source was busy */
async function prove(
  deps: ReadDeps,
  known: KnownConnection,
  stream: string,
  signal: AbortSignal,
): Promise<Date | undefined> {
  const { tenantId, connectionId } = known
  const now = deps.now()
  const day = (days: number) => new Date(now.getTime() + days * dayMs).toISOString().slice(0, 10)
  const range = { from: day(-daysBack), to: day(2) }
  const end = await deps.kit.askTotals({ ...connectOptions(deps, known, signal), stream, range })
  if (end.outcome === 'later') return end.at
  if (end.outcome === 'failed') {
    deps.report?.(`a source could not be asked what it counts: ${end.error.message}`, {
      connector: known.connector,
      stream,
    })
    return undefined
  }
  await deps.door.withTenant(jobOf(tenantId, 'reconcile'), tenantId, async (inside) => {
    const comparison: Comparison =
      end.outcome === 'none'
        ? { state: 'not_provable', sourceCount: null, ourCount: null, differences: [] }
        : compareTotals(end.totals, inRange(await countedHere(inside, connectionId, stream), end.totals, range), {
            setAside: await setAsideOf(inside, connectionId, stream),
            settledBefore: day(-movingDays),
          })
    // Nothing new to say about what can never be proved.
    if (end.outcome === 'none' && (await lastProofs(inside, connectionId)).has(stream)) return
    await keepProof(inside, connectionId, {
      ...comparison,
      stream,
      checkedAt: now.toISOString(),
      fromDay: end.outcome === 'none' ? null : range.from,
      toDay: end.outcome === 'none' ? null : range.to,
    })
  })
  return undefined
}

type Here = Awaited<ReturnType<typeof countedHere>>

/** Day by day only the days that were asked for are compared; as a whole everything is. */
function inRange(here: Here, totals: readonly { day?: string }[], range: { from: string; to: string }): Here {
  if (!totals.some(({ day }) => day !== undefined)) return here
  return here.filter(({ day }) => day !== null && day >= range.from && day < range.to)
}
