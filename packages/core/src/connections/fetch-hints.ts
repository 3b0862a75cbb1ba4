import type { ObservedRow, QuarantinedRow } from '@throughline/connector-kit'
import type { Inside } from '@throughline/db'
import { setAside } from '../ingest/quarantine.store.ts'
import { writeReadable } from '../ingest/write-readable.ts'
import { inTurn } from '../ingest/write-turn.ts'
import type { Handler } from '../jobs/index.ts'
import { askCustomer, jobOf } from './connection.store.ts'
import { putOffHints, settleHints, waitingHints, type NamedHint } from './hint.store.ts'
import { readKnownConnection, type KnownConnection } from './known-connection.store.ts'
import { connectOptions, type ReadDeps } from './read-deps.ts'

/** After so many vain attempts a record that was only named is set aside, where a person sees it. */
const attemptsAllowed = 5
const retryMs = 60_000

/** What came of asking: rows, what could not be read, and the names that are done with. */
interface Asked {
  rows: ObservedRow[]
  quarantined: Omit<QuarantinedRow, 'source'>[]
  done: NamedHint[]
}

/**
 * Asks for the records that deliveries of a connection only named, a handful at a time; the nudge names the connection. Rows,
 * quarantine and the names that are done with are one transaction.
 */
export function fetchHints(deps: ReadDeps): Handler {
  return async ({ tenantId, ref: connectionId = '' }, { until, signal }) => {
    const within = <T>(fn: (inside: Inside) => Promise<T>) =>
      deps.door.withTenant(jobOf(tenantId, 'fetch-hints'), tenantId, fn)
    for (;;) {
      const known = await within((inside) => readKnownConnection(inside, deps.secrets, connectionId, deps.now()))
      // What is paused keeps its hints: they are asked for when it goes on.
      if (known?.state !== 'active') return 'done'
      const streams = deps.connectors[known.connector]?.streams ?? {}
      const hints = await within((inside) =>
        waitingHints(inside, connectionId, (stream) => streams[stream]?.fetchAtOnce ?? deps.kit.usualFetch),
      )
      const [first] = hints
      if (!first) return 'done'
      const end = await deps.kit.fetchNamed({
        ...connectOptions(deps, known, signal),
        stream: first.stream,
        keys: hints.map(({ key }) => key),
      })
      if (end.outcome === 'later') return { at: end.at }
      if (end.outcome === 'ask') {
        await within((inside) => askCustomer(inside, connectionId, end.error.say))
        deps.notifier.tell({ tenantId, kind: 'connections' })
        return 'done'
      }
      if (end.outcome === 'done') {
        await save(deps, known, { ...end.observation, done: hints })
      } else {
        const { connector } = known
        deps.report?.(`named records cannot be asked for: ${end.error.message}`, { connector, stream: first.stream })
        const over = hints.filter(({ attempts }) => attempts + 1 >= attemptsAllowed)
        await save(deps, known, { rows: [], quarantined: over.map(vain), done: over })
        await within((inside) => putOffHints(inside, connectionId, hints))
        return { at: new Date(deps.now().getTime() + retryMs) }
      }
      if (signal.aborted || deps.now() >= until) return 'again'
    }
  }
}

const vain = ({ stream, key }: NamedHint): Asked['quarantined'][number] => ({
  stream,
  key,
  issues: [{ path: '', message: 'a delivery named this record, and the provider would not give it' }],
  raw: { key },
})

async function save(deps: ReadDeps, known: KnownConnection, { rows, quarantined, done }: Asked): Promise<void> {
  const { tenantId, connectionId, keyring } = known
  const now = deps.now()
  const write = async (inside: Inside) => {
    const written = await writeReadable(inside, { rows, connectionId, origin: 'inbox', now, keyring })
    const aside = [...quarantined, ...written.refused].map((row) => ({
      ...row,
      connectionId,
      origin: 'webhook' as const,
      receivedAt: now.toISOString(),
    }))
    await setAside(inside, keyring, aside, deps.newId)
    await settleHints(inside, connectionId, done)
    return written.batch
  }
  const batch = await inTurn(deps.door, tenantId, () =>
    deps.door.withTenant(jobOf(tenantId, 'fetch-hints'), tenantId, write),
  )
  if (batch !== undefined) deps.notifier.tell({ tenantId, kind: 'batch', batch })
  deps.notifier.tell({ tenantId, kind: 'connections' })
}
