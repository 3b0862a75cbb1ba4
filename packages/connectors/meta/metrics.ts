import type { Account, ReadPage } from '@throughline/connector-kit'
import { accountsOf, outOfReach } from './accounts.ts'
import { together, noMarks } from './day-marks.ts'
import type { MetaCtx } from './graph.ts'
import { graphErrorOf, isForbidden, isGone } from './graph-error.ts'
import type { Figures } from './insight-query.ts'
import type { MetricsCursor, MetricsRun } from './metrics-cursor.ts'
import { longestDays, readParts } from './metrics-parts.ts'
import { firstKnownDay, windowOf } from './metrics-window.ts'
import { daysBetween } from './times.ts'
import { writeZeros } from './zeros.ts'

export type MetricsPage = ReadPage<MetricsCursor>
export type Running = MetricsCursor & { run: MetricsRun }

/**
 * Reads daily figures, account by account: the days that are new and those that may have been restated. Everything that was asked
 * for, read and seen is in the cursor, so that a run may be killed anywhere.
 */
export async function* readMetrics(ctx: MetaCtx, figures: Figures, from: MetricsCursor): AsyncGenerator<MetricsPage> {
  const accounts = await accountsOf(ctx)
  const [first] = accounts
  if (!first) return
  let cursor = running(
    from,
    from.run ?? begin(from, first, ctx.now().toISOString(), lengthOf(from, accounts, ctx.now().toISOString())),
  )
  for (;;) {
    const { run } = cursor
    const account = accounts.find(({ id }) => id === run.account)
    let refused = false
    if (account)
      try {
        for await (const page of readAccount(ctx, figures, account, cursor)) {
          cursor = page.next
          yield { ...page, progress: progressOf(cursor.run) }
        }
      } catch (error) {
        const said = graphErrorOf(error)
        if (!said || !(isForbidden(said) || isGone(said))) throw error
        refused = true
      }
    const out = refused ? [...run.refused, run.account] : run.refused
    const done = !account || refused ? without(cursor) : settled(cursor)
    const following = accounts[accounts.findIndex(({ id }) => id === run.account) + 1]
    if (!following) {
      yield { rows: [], next: done, progress: { done: run.of, of: run.of }, ...(out.length > 0 ? {} : { last: true }) }
      if (out.length > 0) throw outOfReach(ctx, out)
      return
    }
    const before = run.done + daysBetween(run.from, run.until) + 1
    cursor = running(done, { ...begin(done, following, run.began, run.of), refused: out, done: before })
    yield { rows: [], next: cursor, progress: progressOf(cursor.run) }
  }
}

const running = ({ from, accounts }: MetricsCursor, run: MetricsRun): Running => ({ from, accounts, run })
const without = ({ from, accounts }: MetricsCursor): MetricsCursor => ({ from, accounts })

function begin(cursor: MetricsCursor, account: Account, began: string, of: number): MetricsRun {
  const { from, until, deep } = windowOf(cursor, account, began)
  return {
    ...{ began, account: account.id, from, until, deep, next: from, days: longestDays, parts: [] },
    ...{ seen: noMarks(firstKnownDay(until)), tracked: true, sums: {}, refused: [], done: 0, of },
  }
}

/** How many account days a run reads. */
function lengthOf(cursor: MetricsCursor, accounts: readonly Account[], began: string): number {
  return accounts.reduce((sum, account) => {
    const { from, until } = windowOf(cursor, account, began)
    return sum + daysBetween(from, until) + 1
  }, 0)
}

async function* readAccount(
  ctx: MetaCtx,
  figures: Figures,
  account: Account,
  from: Running,
): AsyncGenerator<MetricsPage & { next: Running }> {
  let cursor = from
  for await (const page of readParts(ctx, figures, account, from)) {
    cursor = page.next
    yield page
  }
  for await (const page of writeZeros(ctx, figures, account, cursor)) yield page
}

/** The cursor once the account at hand is done: what was seen is what is known from now on. */
function settled({ from, accounts, run }: Running): MetricsCursor {
  const before = accounts[run.account]
  const known = together([before?.known, run.seen], firstKnownDay(run.until))
  const deepAt = run.deep ? run.began : (before?.deepAt ?? run.began)
  return {
    from,
    accounts: { ...accounts, [run.account]: { until: run.until, deepAt, ...(run.tracked ? { known } : {}) } },
  }
}

function progressOf(run: MetricsRun): { done: number; of: number } {
  const at = run.parts[0]?.since ?? run.next
  return { done: run.done + daysBetween(run.from, at), of: Math.max(1, run.of) }
}
