import { RetryLater, type Ctx, type ReadPage } from '@throughline/connector-kit'
import type { MessagesCursor, Pass } from './cursor.ts'
import { listFailed, stepList, waitUntil } from './paging.ts'
import { candidateOf, inOrder, isDue, type Candidate, type Entry } from './plan.ts'
import { isExported, readEntry, type Part } from './read-entry.ts'
import type { Config } from './settings.ts'
import { dayIn } from './times.ts'

/** So many broadcasts are planned at once, so that the cursor stays small however many there are. */
const planSize = 40
const passEveryMs = 15 * 60_000
const triesAllowed = 6
const retryMinutes = [15, 60, 360, 1_440]
const failedKept = 200
const exportsAtOnce = 3

/**
 * Reads the messages of every broadcast that is due, youngest first. A broadcast that cannot be read is put aside and the others go
 * on; a pass with such a one never ends as done, it comes back and says why.
 */
export async function* readMessages(ctx: Ctx<Config>, from: MessagesCursor): AsyncGenerator<ReadPage<MessagesCursor>> {
  let cursor: MessagesCursor & { pass: Pass } = { ...from, pass: from.pass ?? newPass(ctx) }
  for (;;) {
    const { pass } = cursor
    if (pass.list) {
      cursor = { ...cursor, pass: await planMore(ctx, cursor, pass.list) }
      yield { rows: [], next: cursor }
      continue
    }
    const entry = readyOf(ctx, pass)
    if (entry) {
      for await (const part of readEntry(ctx, entry)) {
        cursor = { ...cursor, ...after(ctx, cursor, part) }
        const { rows, also } = part
        yield { rows, ...(also ? { also } : {}), next: cursor, progress: progressOf(cursor.pass) }
      }
    } else if (pass.plan.length > 0) {
      throw new RetryLater('exports are being made', {
        at: earliest(pass.plan.map(({ notBefore }) => notBefore)),
        say: 'Switchboard is preparing exports of large broadcasts; reading goes on by itself.',
      })
    } else if (pass.more) {
      const { more: _more, ...rest } = pass
      cursor = { ...cursor, pass: { ...rest, list: {} } }
    } else break
  }
  const { pass, ...rest } = cursor
  const over: MessagesCursor = { ...rest, passed: pass.started }
  if (!over.failed) {
    yield { rows: [], next: over, last: true, progress: { done: pass.of, of: pass.of } }
    return
  }
  yield { rows: [], next: over }
  throw partly(ctx, over.failed)
}

/** The youngest that need not be waited for; exports are asked for a few at a time. */
function readyOf(ctx: Ctx<Config>, { plan }: Pass): Entry | undefined {
  const mayExport = plan.filter((entry) => entry.export).length < exportsAtOnce
  return plan.find((entry) => {
    if (entry.notBefore !== undefined && Date.parse(entry.notBefore) > ctx.now().getTime()) return false
    return mayExport || entry.export !== undefined || !isExported(ctx, entry)
  })
}

const newPass = (ctx: Ctx<Config>): Pass => ({ started: ctx.now().toISOString(), list: {}, plan: [], done: 0, of: 0 })

/** One page of the list of broadcasts: what of it is due joins the plan, and of more than fit the youngest stay. */
async function planMore(
  ctx: Ctx<Config>,
  { pass, passed, since, failed = [] }: MessagesCursor & { pass: Pass },
  at: NonNullable<Pass['list']>,
): Promise<Pass> {
  waitUntil(ctx, at.notBefore)
  const step = await stepList(ctx, '/v1/broadcasts', at)
  if (step.outcome === 'failed') throw listFailed('broadcasts', step.why)
  if (step.outcome === 'gone') throw listFailed('broadcasts', 'this key is offered none')
  if (step.outcome === 'again') return { ...pass, list: step.next }
  const known = new Set(pass.plan.map(({ id }) => id))
  const start = Date.parse(pass.started)
  const before = passed === undefined ? undefined : Date.parse(passed)
  const wanted = (candidate: Candidate): boolean => {
    const again = failed.find(({ id }) => id === candidate.id)
    if (again) return Date.parse(again.notBefore) <= start
    return isDue(candidate, before, start)
  }
  const due = step.rows
    .flatMap((row) => candidateOf(row) ?? [])
    .filter((candidate) => !known.has(candidate.id) && !isBefore(candidate, since, ctx.config) && wanted(candidate))
  const found = due.filter((candidate) => !pass.beyond || inOrder(pass.beyond, candidate) < 0)
  const plan = [...pass.plan, ...found.map(toEntry)].sort(inOrder)
  const cut = plan.length > planSize
  const { list: _list, ...rest } = pass
  const next: Pass = {
    ...rest,
    plan: plan.slice(0, planSize),
    of: pass.counted ? pass.of : pass.of + due.reduce((sum, { total }) => sum + Math.max(1, total), 0),
    ...(cut || pass.more ? { more: true as const } : {}),
  }
  if (step.next) return { ...next, list: step.next }
  const last = next.plan.at(-1)
  return {
    ...next,
    counted: true,
    ...(last ? { beyond: { id: last.id, ...(last.at === undefined ? {} : { at: last.at }) } } : {}),
  }
}

function toEntry({ ended: _ended, createdAt: _created, modifiedAt: _modified, ...entry }: Candidate): Entry {
  return entry
}

/** Sent before the day from which this client's history is read. */
function isBefore({ at }: Entry, since: string | undefined, { backfillFrom, timeZone }: Config): boolean {
  return at !== undefined && dayIn(timeZone, new Date(at).toISOString()) < (since ?? backfillFrom)
}

/** The cursor after a part of one broadcast's messages. */
function after(ctx: Ctx<Config>, cursor: MessagesCursor & { pass: Pass }, { entry, end }: Part) {
  const { pass, failed = [] } = cursor
  const others = pass.plan.filter(({ id }) => id !== entry.id)
  if (!end) return { pass: { ...pass, plan: [entry, ...others].sort(inOrder) } }
  const without = failed.filter(({ id }) => id !== entry.id)
  const over = { ...pass, plan: others, done: pass.done + Math.max(1, entry.total) }
  if (end.why === undefined) return { pass: over, failed: without.length > 0 ? without : undefined }
  const tries = (failed.find(({ id }) => id === entry.id)?.tries ?? 0) + 1
  const minutes = retryMinutes[Math.min(tries, retryMinutes.length) - 1] ?? 0
  const notBefore = new Date(ctx.now().getTime() + minutes * 60_000).toISOString()
  const again = tries < triesAllowed ? [{ id: entry.id, tries, notBefore, why: end.why }] : []
  const kept = [...without, ...again].slice(-failedKept)
  return { pass: over, failed: kept.length > 0 ? kept : undefined }
}

/** Some broadcasts could not be read: the run is never called done. */
function partly(ctx: Ctx<Config>, failed: NonNullable<MessagesCursor['failed']>): RetryLater {
  const soon = new Date(ctx.now().getTime() + passEveryMs)
  const first = earliest(failed.map(({ notBefore }) => notBefore))
  const [one] = failed
  const which = failed.length === 1 ? 'One broadcast' : `${failed.length} broadcasts`
  return new RetryLater(`${failed.length} broadcasts could not be read`, {
    at: first < soon ? first : soon,
    say: `${which} could not be read whole: ${one?.why ?? 'unknown'}. The others were, and it is tried again by itself.`,
  })
}

function earliest(moments: readonly (string | undefined)[]): Date {
  return new Date(Math.min(...moments.flatMap((moment) => (moment === undefined ? [] : Date.parse(moment)))))
}

/** In messages: those of whole broadcasts and of the one being read. */
function progressOf({ plan, done, of }: Pass): { done: number; of: number } {
  const under = plan.reduce((sum, { rows, total }) => sum + Math.min(rows, Math.max(1, total)), 0)
  return { done: Math.min(of, done + under), of }
}
