import { Invalid, NotFound } from '@throughline/canonical'
import type { Actor, Inside } from '@throughline/db'
import { may, requireMay } from '../tenants/may.ts'
import { tellDeed } from './event-deed.store.ts'
import type { EventDesk, EventDeskDeps } from './event-desk.ts'
import { eventReference } from './event-reference.ts'
import { eventSettings } from './event-settings.store.ts'
import { addKind, archiveKindAt, ownKinds, writePersonalData } from './own-kinds.store.ts'
import { ownKind } from './own-kind.ts'

/** A client's own kinds are read with every request of events: more than this are a mistake. */
const mostKinds = 200

type RulesDesk = Pick<EventDesk, 'rules' | 'setPersonalData' | 'saveKind' | 'archiveKind' | 'restoreKind'>

/** What events of a client are judged by, and changing it. */
export function createEventRules({ door, now }: Pick<EventDeskDeps, 'door' | 'now'>): RulesDesk {
  const change = <T>(actor: Actor, tenantId: string, fn: (inside: Inside) => Promise<T>) =>
    door.withTenant(actor, tenantId, async (inside) => {
      requireMay(inside.role, 'events.settings')
      return fn(inside)
    })
  const told = (inside: Inside, deed: string, subject: string, detail: Record<string, unknown>) =>
    tellDeed(inside, { at: now(), deed, subject, detail })

  const archive = (actor: Actor, tenantId: string, name: string, at: Date | null) =>
    change(actor, tenantId, async (inside) => {
      const known = await ownKinds(inside)
      if (!known.some((each) => each.name === name)) throw new NotFound('No such kind here.')
      if (await archiveKindAt(inside, name, at)) await told(inside, at ? 'kind_archived' : 'kind_restored', name, {})
    })

  return {
    rules: (actor, tenantId) =>
      door.withTenant(actor, tenantId, async (inside) => {
        requireMay(inside.role, 'events.read')
        const [{ personalData }, own] = await Promise.all([eventSettings(inside), ownKinds(inside)])
        return { personalData, ours: eventReference(), own, mayChange: may(inside.role, 'events.settings') }
      }),

    setPersonalData: (actor, tenantId, personalData) =>
      change(actor, tenantId, async (inside) => {
        const before = await writePersonalData(inside, personalData)
        if (before !== personalData)
          await told(inside, 'personal_data', inside.tenantId, { before, after: personalData })
      }),

    saveKind: (actor, tenantId, { name, schema }) =>
      change(actor, tenantId, async (inside) => {
        // Throws what cannot be used; what it answers is made again wherever events are judged.
        ownKind(name, schema)
        const known = await ownKinds(inside)
        if (known.length >= mostKinds && !known.some((each) => each.name === name))
          throw new Invalid(`At most ${mostKinds} kinds.`, 'name')
        const version = await addKind(inside, { name, schema, now: now() })
        await told(inside, 'kind_saved', name, { version })
        return { version }
      }),

    archiveKind: (actor, tenantId, name) => archive(actor, tenantId, name, now()),
    restoreKind: (actor, tenantId, name) => archive(actor, tenantId, name, null),
  }
}
