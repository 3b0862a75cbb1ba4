import { Invalid } from '@throughline/canonical'
import type { Actor, Inside } from '@throughline/db'
import type { TenantKeyring } from '../secrets/index.ts'
import { requireMay, type Permission } from '../tenants/may.ts'
import { tellDeed } from './event-deed.store.ts'
import type { EventDesk, EventDeskDeps, RejectionSample, Replayed } from './event-desk.ts'
import { eventSettings } from './event-settings.store.ts'
import { judge, type Judging } from './judge.ts'
import type { Judged, TakenEvent } from './judged.ts'
import { judgingOf } from './judging-of.ts'
import { maskedSample } from './masked-sample.ts'
import { checkMending, mend, type Mending } from './mend.ts'
import { ensureMonths } from './months.store.ts'
import {
  dismissGroup,
  holdOpen,
  openRejections,
  rejectionGroups,
  settleRejections,
  type GroupName,
  type OpenRejection,
} from './rejection.store.ts'
import { openEvents } from './seal-events.ts'
import { writeEvents } from './write-events.ts'

/** One call tries so many: a page asks again with what `next` says, so that a hundred thousand need no long transaction. */
const sliceSize = 500
const shownSamples = 3
const lateMs = 86_400_000

type RejectionDesk = Pick<EventDesk, 'rejections' | 'samples' | 'replay' | 'dismiss'>
type Rules = Omit<Judging, 'receivedAt' | 'skewMs' | 'imported'>

/** Looking at refused events, mending them and sending them in again. */
export function createRejectionDesk({ door, secrets, notifier, sources, now }: EventDeskDeps): RejectionDesk {
  const within = <T>(actor: Actor, tenantId: string, permission: Permission, fn: (inside: Inside) => Promise<T>) =>
    door.withTenant(actor, tenantId, async (inside) => {
      requireMay(inside.role, permission)
      return fn(inside)
    })

  /** Events of a group with what they are judged by, read and not held. */
  const read = (
    actor: Actor,
    tenantId: string,
    group: GroupName,
    slice: { limit: number; after?: { receivedAt: string; id: string } | undefined },
  ) =>
    within(actor, tenantId, 'events.mend', async (inside) => {
      const [rows, settings, keyring] = await Promise.all([
        openRejections(inside, group, slice),
        eventSettings(inside),
        secrets.forTenant(inside, now()),
      ])
      const rules: Rules = { ...judgingOf(settings, keyring), tenantId, sources }
      return { rows, rules, keyring }
    })

  return {
    rejections: (actor, tenantId) => within(actor, tenantId, 'events.read', rejectionGroups),

    async samples(actor, tenantId, { group, mending }) {
      checkMending(mending)
      const { rows, rules, keyring } = await read(actor, tenantId, group, { limit: shownSamples })
      return rows.map((row): RejectionSample => {
        const item = itemOf(row, keyring)
        const mended = mend(item, mending, row.id)
        const judged = again(mended, row, rules)
        return {
          id: row.id,
          receivedAt: row.receivedAt,
          item: maskedSample(item),
          mended: maskedSample(mended),
          verdict: judged.ok
            ? { ok: true }
            : {
                ok: false,
                code: judged.rejection.code,
                field: judged.rejection.field,
                reason: judged.rejection.reason,
              },
        }
      })
    },

    async replay(actor, tenantId, { group, mending, cursor }) {
      checkMending(mending)
      const { rows, rules, keyring } = await read(actor, tenantId, group, { limit: sliceSize, after: placeOf(cursor) })
      const taken: { id: string; event: TakenEvent }[] = []
      const refused = new Map<string, Replayed['refused'][number]>()
      for (const row of rows) {
        const judged = again(mend(itemOf(row, keyring), mending, row.id), row, rules)
        // It comes into figures today, whenever it was received: a day that was over is counted anew.
        if (judged.ok) taken.push({ id: row.id, event: sinceThen(judged.event, now().getTime()) })
        else {
          const { code, field, reason } = judged.rejection
          const name = `${code}\0${field}\0${reason}`
          const known = refused.get(name)
          if (known) known.n += 1
          else refused.set(name, { code, field, reason, n: 1 })
        }
      }
      const written = await write(actor, tenantId, group, { taken, mending, keyring })
      const last = rows.at(-1)
      return {
        tried: rows.length,
        ...written,
        refused: [...refused.values()].sort((a, b) => b.n - a.n),
        next: rows.length === sliceSize && last ? `${last.receivedAt}_${last.id}` : null,
      }
    },

    dismiss: (actor, tenantId, group) =>
      within(actor, tenantId, 'events.mend', async (inside) => {
        const count = await dismissGroup(inside, group, now())
        if (count > 0)
          await tellDeed(inside, { at: now(), deed: 'dismissed', subject: 'events', detail: { ...group, count } })
        return { count }
      }),
  }

  /** Writes and settles in one transaction what is open still: tried by two at once, each event is one. */
  async function write(
    actor: Actor,
    tenantId: string,
    group: GroupName,
    { taken, mending, keyring }: { taken: readonly Taken[]; mending: readonly Mending[]; keyring: TenantKeyring },
  ): Promise<{ accepted: number; duplicates: number }> {
    if (taken.length === 0) return { accepted: 0, duplicates: 0 }
    await ensureMonths(
      door.database,
      taken.map(({ event }) => event.happenedAt),
      now(),
    )
    const { batch, ...counts } = await within(actor, tenantId, 'events.mend', async (inside) => {
      const open = await holdOpen(
        inside,
        taken.map(({ id }) => id),
      )
      const mine = taken.filter(({ id }) => open.has(id))
      if (mine.length === 0) return { batch: undefined, accepted: 0, duplicates: 0 }
      const events = mine.map(({ event }) => event)
      const { fresh, batch } = await writeEvents(inside, {
        events,
        deliveries: [],
        origin: 'events',
        keyring,
        now: now(),
      })
      const accepted = fresh.filter(Boolean).length
      await settleRejections(
        inside,
        mine.map(({ id }) => id),
        now(),
      )
      const counts = { accepted, duplicates: mine.length - accepted }
      const detail = { ...group, ...counts, mending: mending.map(named) }
      await tellDeed(inside, { at: now(), deed: 'replayed', subject: 'events', detail })
      return { batch, ...counts }
    })
    if (batch !== undefined) notifier.tell({ tenantId, kind: 'events', batch })
    return counts
  }
}

interface Taken {
  id: string
  event: TakenEvent
}

/** What was sent, as it was kept. */
function itemOf({ body }: OpenRejection, keyring: Pick<TenantKeyring, 'open'>): unknown {
  return JSON.parse(Buffer.from(openEvents(keyring, body)).toString())
}

/** Judged by today's rules, as if it came when it did. */
const again = (item: unknown, { receivedAt, skewMs, imported }: OpenRejection, rules: Rules): Judged =>
  judge(item, { ...rules, receivedAt: Date.parse(receivedAt), skewMs, imported })

const sinceThen = (event: TakenEvent, at: number): TakenEvent =>
  event.late ? event : { ...event, late: event.happenedAt < at - lateMs }

/** A change as the audit may tell it: fields, never what was put there. */
function named(step: Mending): string {
  if ('make' in step) return `make ${step.make}`
  return 'set' in step ? `set ${step.set.path}` : `rename ${step.rename.from} to ${step.rename.to}`
}

function placeOf(cursor: string | undefined): { receivedAt: string; id: string } | undefined {
  if (cursor === undefined) return undefined
  const [, receivedAt, id] =
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/.exec(cursor) ?? []
  if (receivedAt === undefined || id === undefined) throw new Invalid('Not a place in this group.', 'cursor')
  return { receivedAt, id }
}
