import type { Account, ReadPage } from '@throughline/connector-kit'
import { z } from 'zod'
import { accountsOf, outOfReach } from './accounts.ts'
import { getPage, type GraphPage, type MetaCtx } from './graph.ts'
import { graphErrorOf, isForbidden, isGone, isStaleCursor, isTooMuch } from './graph-error.ts'
import { packIds, unpackIds } from './id-set.ts'
import type { ObjectCursor, ObjectRun } from './object-cursor.ts'
import type { ObjectKind } from './object-kinds.ts'
import { idsAtOnce, readByIds, withLinks } from './read-by-id.ts'

const hourMs = 3_600_000
/** Everything is listed anew once a day: a status that follows from the campaign's changes no time of change. */
const wholeEveryMs = 20 * hourMs
/** Changes are asked for from this long before the last reading began: Meta's lists lag behind, and times of change are its own. */
const lookBackMs = hourMs
const smallestLimit = 5

type Page = ReadPage<ObjectCursor>
type Running = ObjectCursor & { run: ObjectRun }
const Seen = z.looseObject({ id: z.coerce.string().regex(/^\d+$/) })

/**
 * Reads one kind of object, account by account: what changed, and once a day all of it. What a whole reading no longer lists was
 * deleted; Meta still gives it by its id, so it is asked for and told.
 */
export async function* readObjects(ctx: MetaCtx, kind: ObjectKind, from: ObjectCursor): AsyncGenerator<Page> {
  const accounts = await accountsOf(ctx)
  const began = ctx.now().toISOString()
  let cursor: Running = running(
    from,
    from.run ?? { ...begin(kind, from, accounts[0]?.id ?? '', began), refused: [], done: 0 },
  )
  for (;;) {
    const { account: id, refused } = cursor.run
    const account = accounts.find((each) => each.id === id)
    const isRefused = { now: false }
    if (account)
      try {
        for await (const page of readAccount(ctx, kind, account, cursor)) {
          cursor = page.next
          yield { ...page, progress: { done: cursor.run.done, of: accounts.length } }
        }
      } catch (error) {
        const said = graphErrorOf(error)
        if (!said || !(isForbidden(said) || isGone(said))) throw error
        isRefused.now = true
      }
    const out = isRefused.now ? [...refused, id] : refused
    const following = accounts[accounts.findIndex((each) => each.id === id) + 1]
    const done = settled(cursor, !account || isRefused.now)
    if (following) {
      const run = { ...begin(kind, done, following.id, cursor.run.began), refused: out, done: cursor.run.done + 1 }
      cursor = running(done, run)
      yield { rows: [], next: cursor, progress: { done: run.done, of: accounts.length } }
      continue
    }
    yield { rows: [], next: done, ...(out.length > 0 ? {} : { last: true as const }) }
    if (out.length > 0) throw outOfReach(ctx, out)
    return
  }
}

const running = ({ accounts }: ObjectCursor, run: ObjectRun): Running => ({ accounts, run })

function begin(kind: ObjectKind, { accounts }: ObjectCursor, account: string, began: string) {
  const before = accounts[account]
  const whole = !before || !kind.prefix || Date.parse(began) - Date.parse(before.wholeAt) >= wholeEveryMs
  const live = before?.live ?? ''
  return { began, account, whole, limit: kind.limit, live: whole ? '' : live, missing: whole ? live : '' }
}

/** The cursor once the account at hand is done. */
function settled({ accounts, run }: Running, unread: boolean): ObjectCursor {
  if (unread) return { accounts }
  const wholeAt = run.whole ? run.began : (accounts[run.account]?.wholeAt ?? run.began)
  return { accounts: { ...accounts, [run.account]: { since: run.began, wholeAt, live: run.live } } }
}

async function* readAccount(
  ctx: MetaCtx,
  kind: ObjectKind,
  account: Account,
  from: Running,
): AsyncGenerator<Page & { next: Running }> {
  let { run } = from
  let live = unpackIds(run.live)
  let missing = unpackIds(run.missing)
  while (!run.listed) {
    const page = await pageOf(ctx, kind, account, from, run)
    if ('from' in page) {
      const { after: _stale, ...rest } = run
      run = { ...rest, ...begin(kind, from, account.id, run.began), limit: page.limit }
      live = unpackIds(run.live)
      missing = unpackIds(run.missing)
      continue
    }
    for (const row of page.rows) {
      const seen = Seen.safeParse(row).data
      if (!seen) continue
      missing.delete(seen.id)
      live.add(seen.id)
    }
    const rows = page.rows.map((row) => ({ ...(row as object), account_currency: account.currency, listed: true }))
    const { after: _read, ...rest } = run
    const position = page.after === undefined ? { listed: true as const } : { after: page.after }
    run = { ...rest, ...position, live: packIds(live), missing: packIds(missing) }
    yield { rows: kind.edge === 'ads' ? await withLinks(ctx, rows) : rows, next: running(from, run) }
  }
  while (missing.size > 0) {
    const part = [...missing].slice(0, idsAtOnce)
    const rows = await readByIds(ctx, kind, part, [account])
    for (const id of part) missing.delete(id)
    run = { ...run, missing: packIds(missing) }
    yield { rows, next: running(from, run) }
  }
}

async function pageOf(
  ctx: MetaCtx,
  kind: ObjectKind,
  account: Account,
  { accounts }: ObjectCursor,
  { after, limit, whole }: ObjectRun,
): Promise<GraphPage | { from: 'the beginning'; limit: number }> {
  const since = accounts[account.id]?.since
  const changed = [
    {
      field: `${kind.prefix}.updated_time`,
      operator: 'GREATER_THAN',
      value: Math.floor((Date.parse(since ?? '') - lookBackMs) / 1_000),
    },
  ]
  const query = {
    fields: kind.fields,
    limit: String(limit),
    ...(kind.statuses ? { effective_status: JSON.stringify(kind.statuses) } : {}),
    ...(whole || since === undefined ? {} : { filtering: JSON.stringify(changed) }),
  }
  try {
    return await getPage(ctx, `act_${account.id}/${kind.path}`, { bucket: 'objects', query, after })
  } catch (error) {
    const said = graphErrorOf(error)
    // An old cursor may be refused, and with pages of another size it may skip rows.
    if (said && isTooMuch(said) && limit > smallestLimit)
      return { from: 'the beginning', limit: Math.max(smallestLimit, Math.floor(limit / 2)) }
    if (said && after !== undefined && isStaleCursor(said)) return { from: 'the beginning', limit }
    throw error
  }
}
