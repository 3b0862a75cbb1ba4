import { deliveryChannels } from '@throughline/canonical/event'
import type { Actor, Inside } from '@throughline/db'
import { requireMay } from '../tenants/may.ts'
import type { EventDesk, EventDeskDeps } from './event-desk.ts'
import { eventDetail, eventPage } from './event-list.store.ts'
import { eventNames } from './event-names.store.ts'
import { createEventRules } from './event-rules.ts'
import { createRejectionDesk } from './rejections.ts'
import { readVolume } from './volume.store.ts'

/** Looking at events, mending what was refused, and the rules. */
export function createEventDesk(deps: EventDeskDeps): EventDesk {
  const reading = <T>(actor: Actor, tenantId: string, fn: (inside: Inside) => Promise<T>) =>
    deps.door.withTenant(actor, tenantId, async (inside) => {
      requireMay(inside.role, 'events.read')
      return fn(inside)
    })
  return {
    list: (actor, tenantId, page) => reading(actor, tenantId, (inside) => eventPage(inside, page)),
    read: (actor, tenantId, eventId) => reading(actor, tenantId, (inside) => eventDetail(inside, eventId)),
    names: (actor, tenantId) =>
      reading(actor, tenantId, async (inside) => {
        const { kinds, sources } = await eventNames(inside)
        return { kinds, sources, channels: [...deliveryChannels] }
      }),
    volume: (actor, tenantId, asked) => reading(actor, tenantId, (inside) => readVolume(inside, asked)),
    ...createRejectionDesk(deps),
    ...createEventRules(deps),
  }
}
