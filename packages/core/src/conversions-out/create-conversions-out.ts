import { Conflict, NotFound } from '@throughline/canonical'
import type { Actor, Inside } from '@throughline/db'
import { consentSourceOf } from '../actions/may-send.store.ts'
import { effectOf, noRights } from '../actions/effect-of.ts'
import { mayAct, openAction, openConnection, type OpenAction } from '../actions/open-action.ts'
import type { ReadDeps } from '../connections/index.ts'
import { ensureSchedule } from '../jobs/index.ts'
import { requireMay } from '../tenants/may.ts'
import { conversionAction } from './conversion-action.ts'
import type { ConversionsOut, ConversionsView, OutState } from './conversions-out.ts'
import { judge } from './judge.ts'
import { countConversions, newestConversions, refuseWaiting, requeueFailed } from './outbox.store.ts'
import { readSwitch, writeSwitch } from './switch.store.ts'

const shownDays = 30
const previewDays = 2
const previewedAtMost = 200
const none: Record<OutState, number> = { queued: 0, sending: 0, sent: 0, refused: 0, failed: 0, unsure: 0 }
const noSource = 'Sending is off for this client. Name the source of consent in the settings first.'

/** Telling ad platforms of conversions: switching, looking, trying out. */
export function createConversionsOut(deps: ReadDeps): ConversionsOut {
  const { door, now, newId, queue } = deps
  const daysAgo = (days: number) => new Date(now().getTime() - days * 86_400_000)
  const nudge = (tenantId: string, ref: string) => queue.add({ tenantId, kind: 'send-conversions', ref, attempt: 0 })

  async function view(inside: Inside, connectionId: string): Promise<ConversionsView> {
    const open = await openConnection(deps, inside, connectionId)
    const offered = conversionAction(open.connector) !== undefined
    const [wanted, { groups, givenBack }, source] = await Promise.all([
      readSwitch(inside, connectionId),
      countConversions(inside, connectionId, daysAgo(shownDays)),
      consentSourceOf(inside),
    ])
    const counts = { ...none }
    for (const { state, count } of groups) counts[state] += count
    return {
      offered,
      state: wanted?.state ?? 'off',
      eventName: wanted?.eventName ?? 'Purchase',
      since: wanted && wanted.state !== 'off' ? wanted.since : null,
      changedBy: wanted?.changedBy ?? null,
      changedAt: wanted?.changedAt ?? null,
      say: wanted?.say ?? (source === null ? noSource : null),
      mayAct: offered && mayAct(open),
      counts,
      reasons: groups.flatMap(({ state, why, count }) =>
        why !== null && (state === 'refused' || state === 'failed' || state === 'unsure') ? { why, state, count } : [],
      ),
      givenBack,
    }
  }

  /** With the action, or not at all. @throws NotFound where this source takes no conversions */
  async function taking(inside: Inside, connectionId: string): Promise<OpenAction> {
    const { connector } = await openConnection(deps, inside, connectionId)
    const action = conversionAction(connector)
    if (!action) throw new NotFound('This source takes no conversions.')
    return openAction(deps, inside, { connectionId, name: action.name })
  }

  const tell = <T>(actor: Actor, tenantId: string, fn: (inside: Inside) => Promise<T>) =>
    door.withTenant(actor, tenantId, async (inside) => {
      requireMay(inside.role, 'conversions.tell')
      return fn(inside)
    })

  return {
    read: (actor, tenantId, connectionId) =>
      door.withTenant(actor, tenantId, async (inside) => {
        requireMay(inside.role, 'connections.read')
        return view(inside, connectionId)
      }),

    async set(actor, tenantId, { connectionId, on, eventName }) {
      const after = await tell(actor, tenantId, async (inside) => {
        if (on) {
          const open = await taking(inside, connectionId)
          if ((await consentSourceOf(inside)) === null) throw new Conflict(noSource)
          if (!mayAct(open)) throw new Conflict(noRights)
        }
        await writeSwitch(inside, { connectionId, on, eventName, now: now() })
        if (!on) await refuseWaiting(inside, connectionId, now())
        const schedule = { scheduleId: newId(), kind: 'send-conversions' as const, ref: connectionId }
        if (on) await ensureSchedule(inside, { ...schedule, rule: 'every 5 minutes' }, now())
        return view(inside, connectionId)
      })
      if (on) await nudge(tenantId, connectionId)
      return after
    },

    async preview(actor, tenantId, connectionId) {
      const { open, rows, judged } = await tell(actor, tenantId, async (inside) => {
        const open = await taking(inside, connectionId)
        const eventName = (await readSwitch(inside, connectionId))?.eventName ?? 'Purchase'
        const rows = await newestConversions(inside, { since: daysAgo(previewDays), limit: previewedAtMost })
        return { open, rows, judged: await judge(inside, rows, { keyring: open.known.keyring, eventName }) }
      })
      const whys = Map.groupBy(judged.untold, ({ why }) => why)
      const events = judged.told.map(({ event }) => event)
      const input = { chosenAt: now().toISOString(), events, withoutBrowser: 'system_generated' }
      return {
        summary: events.length === 0 ? null : (await effectOf(deps, open, input)).summary,
        considered: rows.length,
        told: events.length,
        reasons: [...whys]
          .map(([why, of]) => ({ why, count: of.length }))
          .sort((a, b) => b.count - a.count || (a.why < b.why ? -1 : 1)),
      }
    },

    async retry(actor, tenantId, connectionId) {
      const count = await tell(actor, tenantId, async (inside) => {
        await taking(inside, connectionId)
        const wanted = await readSwitch(inside, connectionId)
        if (!wanted || wanted.state === 'off') throw new Conflict('This is switched off.')
        const count = await requeueFailed(inside, connectionId)
        if (wanted.state === 'stopped')
          await writeSwitch(inside, { connectionId, on: true, eventName: wanted.eventName, now: now() })
        return count
      })
      await nudge(tenantId, connectionId)
      return { count }
    },
  }
}
