import type { Ctx, Done } from '@throughline/connector-kit'
import type { Inside } from '@throughline/db'
import type { ReadDeps } from '../connections/index.ts'
import { fillConversions, settleConversions, type Ending, type KeptInput } from '../conversions-out/fill.ts'
import { derivedId, emitEvents, type EmittedEvent } from '../events/index.ts'
import { fillAttribution, settleAttribution, type KeptDue } from '../write-back/fill-attribution.ts'
import { backoffMs, describeError, type Handler, type Outcome } from '../jobs/index.ts'
import { lockLedger } from '../ledger/head.store.ts'
import { appendAudit, findAction, jobOf, moveAction, type ActionRow, type ActionState } from './action.store.ts'
import { maySendNow, openAction, type OpenAction } from './open-action.ts'
import { openInput } from './seal-input.ts'

/** After so many beginnings that came to nothing it is given up, in words. */
const attemptsAllowed = 8
const usualUndoMinutes = 24 * 60

interface Begun {
  row: ActionRow
  open: OpenAction
  input: unknown
}

/**
 * Does one action, or takes it back; the nudge names it. Beginning it is one transaction, in which it is decided whether whoever it
 * reaches may be reached now. From the second beginning on the outside system is asked first whether it has happened: a process
 * that was killed after the source had heard it, and before we wrote that down, does nothing twice.
 */
export function runAction(deps: ReadDeps): Handler {
  return async ({ tenantId, ref: actionId = '' }, { signal }): Promise<Outcome> => {
    const within = <T>(fn: (inside: Inside) => Promise<T>) =>
      deps.door.withTenant(jobOf(tenantId, 'run-action'), tenantId, fn)
    const tell = () => deps.notifier.tell({ tenantId, kind: 'actions' })
    const end = (
      row: ActionRow,
      from: ActionState,
      change: Partial<ActionRow>,
      what: string,
      { ending, events = [] }: { ending?: Ending | undefined; events?: EmittedEvent[] } = {},
    ) =>
      within(async (inside) => {
        // Events come first to the ledger, whose lock is taken before any row's.
        if (events.length > 0) await lockLedger(inside)
        if (!(await moveAction(inside, actionId, [from], change))) return
        await audit(deps, inside, row, what, change.say ?? null)
        if (ending) await settle(inside, row, ending, deps.now())
        if (events.length > 0) await emitEvents(inside, events, deps.now())
      })

    const begun = await within((inside) => begin(deps, inside, actionId))
    if (begun === undefined) return 'done'
    if ('at' in begun) return begun
    tell()
    const { row, open, input } = begun
    const ctx = deps.kit.connect(open.options(signal))
    const undoing = row.state === 'undoing'
    const { takes } = open.action
    const settle = takes === 'attribution' ? settleAttribution : settleConversions
    try {
      const done = undoing ? await undo(open, ctx, row, input) : await doOnce(open, ctx, row, input)
      const at = deps.now()
      if (undoing) await end(row, 'undoing', { state: 'undone', undoneAt: at.toISOString(), say: null }, 'undone')
      else
        await end(
          row,
          'running',
          { ...doneAs(done), finishedAt: at.toISOString(), undoUntil: undoUntil(open, at) },
          'done',
          {
            events: eventsOf(open, row, input, { done, at }),
            ending:
              takes === 'attribution'
                ? ({ state: 'sent', unsent: [] } as const)
                : takes
                  ? { state: 'sent', unsent: deps.kit.ConversionsSent.safeParse(done.detail).data?.unsent ?? [] }
                  : undefined,
          },
        )
    } catch (error) {
      const next = afterFailure(deps, row, error)
      if ('dueAt' in next) {
        await within((inside) => moveAction(inside, actionId, ['running', 'undoing'], next))
        tell()
        return { at: new Date(next.dueAt) }
      }
      const ending = { state: next.state === 'unsure' ? ('unsure' as const) : ('failed' as const), why: next.say }
      await end(
        row,
        undoing ? 'undoing' : 'running',
        { ...next, finishedAt: deps.now().toISOString() },
        next.state,
        takes ? { ending } : {},
      )
    }
    tell()
    return 'done'
  }
}

/** Decides whether it is to be begun now, and counts the beginning; undefined where there is nothing (any longer) to do. */
async function begin(deps: ReadDeps, inside: Inside, actionId: string): Promise<Begun | { at: Date } | undefined> {
  const row = await findAction(inside, actionId, { hold: true })
  const now = deps.now()
  if (!row || !['approved', 'running', 'undoing'].includes(row.state)) return undefined
  if (new Date(row.dueAt) > now) return { at: new Date(row.dueAt) }
  const refuse = async (say: string, from: readonly ActionState[] = ['approved']) => {
    const change = { state: 'refused' as const, say, finishedAt: now.toISOString() }
    if (!(await moveAction(inside, actionId, from, change))) return undefined
    await audit(deps, inside, row, 'refused', say)
    await settleConversions(inside, row, { state: 'queued' }, now)
    await settleAttribution(inside, row, { state: 'queued' }, now)
    return undefined
  }
  let open: OpenAction
  try {
    open = await openAction(deps, inside, row)
  } catch {
    return refuse('The connection was given up or needs attention. Nothing was done.')
  }
  const kept = openInput(open.known.keyring, row.input)
  const input = await fill(inside, { row, open, kept, now })
  if (input === undefined) return refuse('None of these may be told any more.', [row.state])
  if (row.state === 'approved' && row.attempts === 0) {
    const permission = await maySendNow(deps, inside, open, input)
    if (!permission.ok) return refuse(permission.say)
  }
  const state = row.state === 'undoing' ? ('undoing' as const) : ('running' as const)
  const change = { state, attempts: row.attempts + 1, startedAt: row.startedAt ?? now.toISOString() }
  await moveAction(inside, actionId, [row.state], change)
  return { row: { ...row, ...change }, open, input }
}

/** What it is run with: what people asked for, or what core works out now, where it is undefined if nothing is left to be done. */
async function fill(
  inside: Inside,
  { row, open, kept, now }: { row: ActionRow; open: OpenAction; kept: unknown; now: Date },
): Promise<unknown> {
  if (open.action.takes === 'attribution') return fillAttribution(inside, row, kept as KeptDue, now)
  if (open.action.takes === 'conversions')
    return fillConversions(inside, row, kept as KeptInput, { keyring: open.known.keyring, now })
  return kept
}

/** Asks first whether it has happened, unless it surely never was begun. */
async function doOnce({ action }: OpenAction, ctx: Ctx<unknown>, row: ActionRow, input: unknown): Promise<Done> {
  const found = row.attempts > 1 ? await action.find(ctx, row.idempotencyKey, input) : undefined
  return found ?? (await action.run(ctx, input, row.idempotencyKey))
}

async function undo({ action }: OpenAction, ctx: Ctx<unknown>, row: ActionRow, input: unknown): Promise<Done> {
  const done: Done = { ref: row.ref ?? '', ...(row.detail === null ? {} : { detail: row.detail }) }
  await action.undo?.(ctx, done, input)
  return done
}

const doneAs = ({ ref, detail }: Done): Partial<ActionRow> => ({
  state: 'done',
  ref,
  detail: detail === undefined ? null : (JSON.parse(JSON.stringify(detail)) as unknown),
  say: null,
})

/** What the client's own events tell of what was done. */
function eventsOf(
  { action, connector }: OpenAction,
  row: ActionRow,
  input: unknown,
  { done, at }: { done: Done; at: Date },
): EmittedEvent[] {
  const campaign = action.paused?.(input, done)
  if (campaign === undefined) return []
  const properties = {
    campaign_id: derivedId(connector.id, campaign),
    marketer_id: row.requestedBy,
    pause_reason: 'manual',
    $source: connector.id,
    $campaign: campaign,
    $action: row.actionId,
  }
  return [{ type: 'campaign_paused', of: row.actionId, at, properties }]
}

function undoUntil({ action }: OpenAction, at: Date): string | null {
  if (!action.undo) return null
  return new Date(at.getTime() + (action.undoMinutes ?? usualUndoMinutes) * 60_000).toISOString()
}

/** What becomes of it: begun again later, or over, in words. */
function afterFailure(
  { kit, now, around }: ReadDeps,
  row: ActionRow,
  error: unknown,
): { dueAt: string; say: string } | { state: 'failed' | 'unsure' | 'done'; say: string } {
  const over = row.state === 'undoing' ? ('done' as const) : ('failed' as const)
  if (error instanceof kit.Unsure) return { state: 'unsure', say: error.say }
  if (error instanceof kit.AskCustomer || error instanceof kit.ProviderChanged) return { state: over, say: error.say }
  if (error instanceof kit.Refused) return { state: over, say: 'The source does not allow this.' }
  if (row.attempts >= attemptsAllowed)
    return { state: 'unsure', say: 'It could not be done, and whether it was is not known. Please look there.' }
  const at =
    error instanceof kit.RetryLater ? error.at : new Date(now().getTime() + backoffMs(row.attempts, around.random))
  const say = error instanceof kit.RetryLater ? error.say : `It failed (${describeError(error)}) and is tried again.`
  return { dueAt: at.toISOString(), say }
}

const audit = (
  deps: ReadDeps,
  inside: Inside,
  { actionId, name, connector }: ActionRow,
  what: string,
  say: string | null,
) =>
  appendAudit(inside.db, inside.tenantId, {
    at: deps.now(),
    actor: 'job:run-action',
    action: `action.${what}`,
    subject: `action:${actionId}`,
    detail: { name, connector, ...(say === null ? {} : { say }) },
  })
