import { connect, type ConnectOptions } from './connect.ts'
import { isPolled, type PolledStream } from './define-connector.ts'
import { AskCustomer, ProviderChanged, RetryLater } from './errors.ts'
import { MalformedRow } from './csv.ts'
import { pathOf, type FieldSeen } from './drift.ts'
import { forConnection, readRows } from './elsewhere.ts'
import type { QuarantinedRow } from './observed.ts'
import type { Position, Progress, RunStore } from './run-store.ts'
import { watchShape } from './shape-watch.ts'

export interface SliceOptions<Config, Secrets, App = unknown> extends ConnectOptions<Config, Secrets, App> {
  stream: string
  store: RunStore
  /** Where a stream without a position begins, as a day on the source's calendar; the config's own beginning where unsaid. */
  from?: string
  /** Stops after the first page that ends past this; 1000 where unsaid. */
  budgetMs?: number
}

export interface SliceCounts {
  pages: number
  rows: number
  foreign: number
  quarantined: number
}

/**
 * How a slice ended: `done` = the stream is read to its end; `more` = the budget is used up, call again; `later` = call
 * again at `at`; `ask` = the customer must act; `changed` = the provider's format is not what we know; `off` = this config
 * does not want the stream. Any other fault is a bug and is thrown.
 */
export type SliceEnd = { counts: SliceCounts; progress?: Progress } & (
  | { outcome: 'done' | 'more' | 'off' }
  | { outcome: 'later'; at: Date; error: RetryLater }
  | { outcome: 'ask'; error: AskCustomer }
  | { outcome: 'changed'; error: ProviderChanged }
)

/**
 * Reads one bounded slice of one stream. Every page is saved with its cursor in one transaction of the store, so a slice
 * may be killed anywhere. A run looks back (`rewind`) once, at its beginning; slices after that go on from the cursor.
 */
export async function runSlice<Config, Secrets, App>(options: SliceOptions<Config, Secrets, App>): Promise<SliceEnd> {
  const counts: SliceCounts = { pages: 0, rows: 0, foreign: 0, quarantined: 0 }
  const seen: { progress?: Progress } = {}
  const end = (how: Outcome): SliceEnd => ({ counts, ...seen, ...how })
  try {
    return end({ outcome: await readPages(options, counts, seen) })
  } catch (error) {
    if (error instanceof RetryLater) return end({ outcome: 'later', at: error.at, error })
    if (error instanceof AskCustomer) return end({ outcome: 'ask', error })
    if (error instanceof ProviderChanged) return end({ outcome: 'changed', error })
    throw error
  }
}

type Outcome = SliceEnd extends infer E ? (E extends unknown ? Omit<E, 'counts' | 'progress'> : never) : never

async function readPages<Config, Secrets, App>(
  options: SliceOptions<Config, Secrets, App>,
  counts: SliceCounts,
  seen: { progress?: Progress },
): Promise<'done' | 'more' | 'off'> {
  const { stream: name, store, around, signal, budgetMs = 1_000 } = options
  const connector = forConnection(options.connector, options.connection.id)
  const ctx = connect({ ...options, connector })
  const stream = connector.streams[name]
  if (!stream) throw new Error(`${connector.id} has no stream ${name}`)
  if (!isPolled(stream, ctx.config)) return 'off'
  const deadline = around.now().getTime() + budgetMs
  const watch = watchShape(await store.shape?.(name), stream.drift)
  let cursor = await resume(stream, await store.position(name), ctx.config, options.from)
  for await (const page of stream.read(ctx, cursor)) {
    cursor = page.next
    const { rows, aside, fresh } = watch(page.rows.map(scrubbedBy(stream)))
    const observation = await readRows(connector, name, rows, ctx.config)
    observation.quarantined.push(...aside.map(({ row, fresh }) => neverSeen(connector.id, name, row, fresh)))
    for (const [other, rows] of Object.entries(page.also ?? {})) {
      const more = await readRows(connector, other, rows, ctx.config)
      observation.rows = observation.rows.concat(more.rows)
      observation.quarantined = observation.quarantined.concat(more.quarantined)
    }
    await store.savePage({
      stream: name,
      ...observation,
      position: { cursor, open: page.last !== true },
      ...(page.progress ? { progress: page.progress } : {}),
      ...(fresh.length > 0 ? { fields: fresh } : {}),
    })
    counts.pages += 1
    counts.rows += observation.rows.length
    counts.foreign += observation.rows.filter(({ foreign }) => foreign !== undefined).length
    counts.quarantined += observation.quarantined.length
    if (page.progress) seen.progress = page.progress
    if (page.last) return 'done'
    if (signal.aborted || around.now().getTime() >= deadline) return 'more'
  }
  await store.savePage({ stream: name, rows: [], quarantined: [], position: { cursor, open: false } })
  return 'done'
}

/** Before anything is looked at: what must never be stored is no field either. */
const scrubbedBy =
  <Config>(stream: PolledStream<Config, unknown, unknown>) =>
  (row: unknown): unknown =>
    row instanceof MalformedRow || !stream.scrub ? row : stream.scrub(row)

const neverSeen = (source: string, stream: string, raw: unknown, fresh: readonly FieldSeen[]): QuarantinedRow => ({
  source,
  stream,
  issues: fresh.map((field) => ({ path: pathOf(field), message: 'a field that was never seen before' })),
  raw,
})

/** A cursor that no longer has its shape (an upgrade) starts from the beginning: reading twice writes once. */
async function resume<Config>(
  stream: PolledStream<Config, unknown, unknown>,
  position: Position | undefined,
  config: Config,
  from: string | undefined,
): Promise<unknown> {
  const parsed = position && stream.cursor.safeParse(position.cursor)
  if (!parsed?.success) return stream.start(config, from)
  return position?.open ? parsed.data : ((await stream.rewind?.(parsed.data, config)) ?? parsed.data)
}
