import { Conflict, Invalid, NotFound } from '@throughline/canonical'
import type { Actor, Inside } from '@throughline/db'
import { effectOf, noRights } from '../actions/effect-of.ts'
import { inputOf, mayAct, openAction, openConnection, type OpenAction } from '../actions/open-action.ts'
import type { ReadDeps } from '../connections/index.ts'
import { ensureSchedule } from '../jobs/index.ts'
import { requireMay } from '../tenants/may.ts'
import { creditToWrite, influenceName, type ToWrite } from './credit-to-write.ts'
import { attributionAction } from './write-attribution.ts'
import type { WriteBack, WriteBackFields, WriteBackView } from './write-back.ts'
import { countRows, newestCredited, readSwitch, requeueFailed, writeSwitch, type DueRow } from './write-back.store.ts'
import { writtenNames } from './written-values.ts'

const none: WriteBackView['counts'] = { due: 0, sending: 0, written: 0, refused: 0, failed: 0, unsure: 0 }
const noFields: WriteBackFields = { contact: {}, deal: {} }

/** Writing credit to CRMs: switching, looking, trying out. */
export function createWriteBack(deps: ReadDeps): WriteBack {
  const { door, now, newId, queue } = deps
  const nudge = (tenantId: string, ref: string) => queue.add({ tenantId, kind: 'write-back', ref, attempt: 0 })
  const writing = <T>(actor: Actor, tenantId: string, fn: (inside: Inside) => Promise<T>) =>
    door.withTenant(actor, tenantId, async (inside) => {
      requireMay(inside.role, 'connections.write')
      return fn(inside)
    })

  async function view(inside: Inside, connectionId: string): Promise<WriteBackView> {
    const open = await openConnection(deps, inside, connectionId)
    const action = attributionAction(open.connector)
    const [wanted, groups] = [await readSwitch(inside, connectionId), await countRows(inside, connectionId)]
    const counts = { ...none }
    for (const { state, count } of groups) counts[state] += count
    return {
      offered: action !== undefined,
      influence: action?.action.influence === true,
      state: wanted?.state ?? 'off',
      fields: wanted?.fields ?? noFields,
      changedBy: wanted?.changedBy ?? null,
      changedAt: wanted?.changedAt ?? null,
      say: wanted?.say ?? null,
      mayAct: action !== undefined && mayAct(open),
      counts,
      reasons: groups.flatMap(({ state, why, count }) =>
        why !== null && (state === 'refused' || state === 'failed' || state === 'unsure') ? { why, state, count } : [],
      ),
    }
  }

  /** @throws NotFound where this source takes no attribution */
  async function taking(inside: Inside, connectionId: string): Promise<OpenAction> {
    const { connector } = await openConnection(deps, inside, connectionId)
    const action = attributionAction(connector)
    if (!action) throw new NotFound('This source takes no attribution.')
    return openAction(deps, inside, { connectionId, name: action.name })
  }

  return {
    read: (actor, tenantId, connectionId) =>
      door.withTenant(actor, tenantId, async (inside) => {
        requireMay(inside.role, 'connections.read')
        return view(inside, connectionId)
      }),

    async set(actor, tenantId, { connectionId, on, fields }) {
      const after = await writing(actor, tenantId, async (inside) => {
        const open = on ? await taking(inside, connectionId) : undefined
        const checked = checkFields(fields, open?.action.influence === true || !on)
        if (open && !mayAct(open)) throw new Conflict(noRights)
        if (on && Object.keys({ ...checked.contact, ...checked.deal }).length === 0)
          throw new Invalid('Name at least one field.', 'fields')
        await writeSwitch(inside, { connectionId, on, fields: checked, now: now() })
        const schedule = { scheduleId: newId(), kind: 'write-back' as const, ref: connectionId }
        if (on) await ensureSchedule(inside, { ...schedule, rule: 'every 5 minutes' }, now())
        return view(inside, connectionId)
      })
      if (on) await nudge(tenantId, connectionId)
      return after
    },

    async preview(actor, tenantId, { connectionId, fields }) {
      const { open, contact, deal } = await writing(actor, tenantId, async (inside) => {
        const open = await taking(inside, connectionId)
        const how = { fields: checkFields(fields, open.action.influence === true), connector: open.connector.id }
        const find = async (of: DueRow['of']): Promise<ToWrite | undefined> => {
          for (const key of await newestCredited(inside, of, open.connector.id)) {
            const found = await creditToWrite(inside, { of, key }, how)
            if ('input' in found) return found
          }
          return undefined
        }
        return { open, contact: await find('contact'), deal: await find('deal') }
      })
      const effect = async (found: ToWrite | undefined) => {
        if (!found || !('input' in found)) return null
        const { summary } = await effectOf(deps, open, inputOf(open, found.input))
        return { summary, fields: found.input.fields, shares: found.input.influence?.shares ?? [] }
      }
      return { contact: await effect(contact), deal: await effect(deal) }
    },

    async retry(actor, tenantId, connectionId) {
      const count = await writing(actor, tenantId, async (inside) => {
        await taking(inside, connectionId)
        const wanted = await readSwitch(inside, connectionId)
        if (!wanted || wanted.state === 'off') throw new Conflict('This is switched off.')
        const count = await requeueFailed(inside, connectionId)
        if (wanted.state === 'stopped')
          await writeSwitch(inside, { connectionId, on: true, fields: wanted.fields, now: now() })
        return count
      })
      await nudge(tenantId, connectionId)
      return { count }
    },
  }
}

/** @throws Invalid naming what cannot be written, or a field that is no name */
function checkFields(fields: WriteBackFields, influence: boolean): WriteBackFields {
  const known = new Set<string>(writtenNames)
  const of = (part: 'contact' | 'deal') =>
    Object.fromEntries(
      Object.entries(fields[part]).flatMap(([name, field]) => {
        const said = field.trim()
        if (said === '') return []
        if (!known.has(name) && !(part === 'deal' && influence && name === influenceName))
          throw new Invalid('This cannot be written there.', `fields.${part}.${name}`)
        if (!/^[A-Za-z]\w{0,99}$/.test(said))
          throw new Invalid('The field’s own name at the CRM: letters, digits and _.', `fields.${part}.${name}`)
        return [[name, said]]
      }),
    )
  const checked = { contact: of('contact'), deal: of('deal') }
  for (const part of ['contact', 'deal'] as const) {
    const named = Object.values(checked[part])
    const twice = named.find((field, i) => named.indexOf(field) !== i)
    if (twice !== undefined) throw new Invalid(`${twice} is named twice.`, `fields.${part}`)
  }
  return checked
}
