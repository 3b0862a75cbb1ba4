import { Conflict, Forbidden, Invalid, NotFound } from '@throughline/canonical'
import type { AnyConnector, Effect } from '@throughline/connector-kit'
import type { Inside } from '@throughline/db'
import type { ReadDeps } from '../connections/index.ts'
import { settleAttribution } from '../write-back/fill-attribution.ts'
import { settleByHand } from '../conversions-out/fill.ts'
import { may, requireMay } from '../tenants/may.ts'
import {
  actorName,
  appendAudit,
  findAction,
  insertAction,
  listActions,
  moveAction,
  waitingActions,
  type ActionRow,
} from './action.store.ts'
import type { Actions, ActionView } from './actions.ts'
import { effectOf } from './effect-of.ts'
import { inputOf, mayAct, maySendNow, openAction, openConnection, type OpenAction } from './open-action.ts'
import { sealInput } from './seal-input.ts'

/** Asking for things to be changed at outside systems, approving, taking back, looking. */
export function createActions(deps: ReadDeps): Actions {
  const { door, kit, now, newId, queue, notifier } = deps

  const write = (inside: Inside, what: string, { actionId, name, connector }: ActionRow, detail: object = {}) =>
    appendAudit(inside.db, inside.tenantId, {
      at: now(),
      actor: actorName(inside.actor),
      action: `action.${what}`,
      subject: `action:${actionId}`,
      detail: { name, connector, ...detail },
    })
  const changed = (tenantId: string) => notifier.tell({ tenantId, kind: 'actions' })
  const nudge = (tenantId: string, ref: string) => queue.add({ tenantId, kind: 'run-action', ref, attempt: 0 })
  const held = async (inside: Inside, actionId: string): Promise<ActionRow> => {
    requireMay(inside.role, 'actions.run')
    const row = isUuid.test(actionId) ? await findAction(inside, actionId, { hold: true }) : undefined
    if (!row) throw new NotFound('No such action.')
    return row
  }
  const moved = async (inside: Inside, row: ActionRow, change: Partial<ActionRow>): Promise<ActionView> => {
    await moveAction(inside, row.actionId, [row.state], change)
    return view({ ...row, ...change })
  }

  return {
    catalogue: (actor, tenantId, connectionId) =>
      door.withTenant(actor, tenantId, async (inside) => {
        requireMay(inside.role, 'actions.read')
        const { known, connector } = await openConnection(deps, inside, connectionId)
        return {
          mayAct: mayAct({ connector, known }) && may(inside.role, 'actions.run'),
          actions: askedByHand(connector).map(([name, action]) => ({
            name,
            title: action.title,
            fields: kit.describeFields(action.input, { secret: false }).map((field) => ({
              path: field.name,
              label: field.label,
              help: field.help ?? null,
              type: field.type,
              ...(field.options ? { choices: field.options } : {}),
              required: field.required,
              secret: field.secret,
              generate: field.generate,
              placeholder: field.placeholder ?? null,
            })),
            secondPerson: action.secondPerson ?? false,
            undoable: action.undo !== undefined,
          })),
        }
      }),

    async preview(actor, tenantId, { connectionId, action: name, input }) {
      const { open, parsed, permission } = await door.withTenant(actor, tenantId, async (inside) => {
        requireMay(inside.role, 'actions.run')
        const open = byHand(await openAction(deps, inside, { connectionId, name }))
        const parsed = inputOf(open, input)
        return { open, parsed, permission: await maySendNow(deps, inside, open, parsed) }
      })
      const effect = await effectOf(deps, open, parsed)
      return {
        ...effect,
        refused: permission.ok ? null : permission.say,
        secondPerson: open.action.secondPerson ?? false,
      }
    },

    async request(actor, tenantId, { connectionId, action: name, input, idempotencyKey }) {
      if (!/^[\w.:-]{8,200}$/.test(idempotencyKey))
        throw new Invalid('A key of 8 to 200 letters, digits, and -_.: is needed.', 'idempotencyKey')
      const { open, parsed } = await door.withTenant(actor, tenantId, async (inside) => {
        requireMay(inside.role, 'actions.run')
        const open = byHand(await openAction(deps, inside, { connectionId, name }))
        return { open, parsed: inputOf(open, input) }
      })
      const effect = await effectOf(deps, open, parsed)
      const sealed = sealInput(open.known.keyring, parsed)
      const needsSecond = open.action.secondPerson ?? false
      const { row, fresh } = await door.withTenant(actor, tenantId, async (inside) => {
        const permission = await maySendNow(deps, inside, open, parsed)
        const at = now().toISOString()
        const inserted = await insertAction(inside, {
          actionId: newId(),
          connectionId,
          connector: open.connector.id,
          name,
          title: open.action.title,
          ...sealed,
          effect: JSON.parse(JSON.stringify(effect)) as Effect,
          state: permission.ok ? (needsSecond ? 'waiting' : 'approved') : 'refused',
          say: permission.ok ? null : permission.say,
          idempotencyKey,
          requestedBy: actorName(actor),
          requestedAt: at,
          dueAt: at,
          ...(permission.ok ? {} : { finishedAt: at }),
        })
        if (inserted.fresh)
          await write(inside, permission.ok ? 'requested' : 'refused', inserted.row, {
            summary: effect.summary,
            ...(permission.ok ? {} : { why: permission.why }),
          })
        return inserted
      })
      if (!fresh && (row.inputHash !== sealed.inputHash || row.name !== name || row.connectionId !== connectionId))
        throw new Conflict('This key was used for another action.')
      if (fresh && row.state === 'approved') await nudge(tenantId, row.actionId)
      changed(tenantId)
      return view(row)
    },

    async decide(actor, tenantId, { actionId, yes }) {
      const answer = await door.withTenant(actor, tenantId, async (inside) => {
        const row = await held(inside, actionId)
        if (row.state !== 'waiting') throw new Conflict('This is decided already.')
        if (row.requestedBy === actorName(actor))
          throw new Forbidden('Somebody else than the one who asked has to decide.')
        const at = now().toISOString()
        const decided = { decidedBy: actorName(actor), decidedAt: at, dueAt: at }
        const refused = { state: 'refused' as const, finishedAt: at, say: 'The second person said no.' }
        await write(inside, yes ? 'approved' : 'refused', row)
        return moved(inside, row, yes ? { ...decided, state: 'approved' } : { ...decided, ...refused })
      })
      if (yes) await nudge(tenantId, actionId)
      changed(tenantId)
      return answer
    },

    async undo(actor, tenantId, actionId) {
      const answer = await door.withTenant(actor, tenantId, async (inside) => {
        const row = await held(inside, actionId)
        if (row.state === 'undoing' || row.state === 'undone') return view(row)
        const at = now().toISOString()
        if (row.state !== 'done' || row.undoUntil === null || row.undoUntil < at)
          throw new Conflict('This can no longer be taken back.')
        await write(inside, 'undo_requested', row)
        return moved(inside, row, { state: 'undoing', undoneBy: actorName(actor), dueAt: at, attempts: 0 })
      })
      await nudge(tenantId, actionId)
      changed(tenantId)
      return answer
    },

    async settle(actor, tenantId, { actionId, happened }) {
      const answer = await door.withTenant(actor, tenantId, async (inside) => {
        const row = await held(inside, actionId)
        if (row.state !== 'unsure') throw new Conflict('Nothing is open about this action.')
        const at = now().toISOString()
        await write(inside, 'settled', row, { happened })
        await settleByHand(inside, row, happened, now())
        const ending = happened
          ? ({ state: 'sent', unsent: [] } as const)
          : { state: 'failed' as const, why: 'did not happen' }
        await settleAttribution(inside, row, ending, now())
        const failed = { state: 'failed' as const, say: 'A person looked: it did not happen.' }
        return moved(inside, row, { finishedAt: at, ...(happened ? { state: 'done', say: null } : failed) })
      })
      changed(tenantId)
      return answer
    },

    list: (actor, tenantId, input) =>
      door.withTenant(actor, tenantId, async (inside) => {
        requireMay(inside.role, 'actions.read')
        if (input.cursor !== undefined && !/^[\dTZ:.-]{24}\|[\da-f-]{36}$/.test(input.cursor))
          throw new Invalid('This is no page of ours.', 'cursor')
        const { rows, next } = await listActions(inside, input)
        return { rows: rows.map(view), next, waiting: await waitingActions(inside) }
      }),
  }
}

/** What people ask for themselves: what takes conversions is core's to ask for. */
const askedByHand = (connector: AnyConnector) =>
  Object.entries(connector.actions).filter(([, action]) => action.takes === undefined)

function byHand(open: OpenAction): OpenAction {
  if (open.action.takes !== undefined) throw new NotFound('This is nothing to ask for by hand.')
  return open
}

const isUuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i

/** What people see: no input, which may name somebody, and nothing of the source's own ids. */
function view(row: ActionRow): ActionView {
  const { summary, before, after } = row.effect
  return {
    actionId: row.actionId,
    connectionId: row.connectionId,
    connector: row.connector,
    name: row.name,
    title: row.title,
    summary,
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    state: row.state,
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt,
    decidedBy: row.decidedBy,
    decidedAt: row.decidedAt,
    finishedAt: row.finishedAt,
    attempts: row.attempts,
    say: row.say,
    undoUntil: row.state === 'done' ? row.undoUntil : null,
    undoneAt: row.undoneAt,
  }
}
