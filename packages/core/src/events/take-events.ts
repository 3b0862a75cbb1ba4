import type { EventResult } from '@throughline/canonical/event'
import type { Actor, Door } from '@throughline/db'
import { createGate, GateFull, type GateOptions } from '../ingest/gate.ts'
import type { Notifier } from '../notify/index.ts'
import type { Secrets, TenantKeyring } from '../secrets/index.ts'
import { addRepeats, countBy } from '../quality/sources/repeat-count.store.ts'
import { requireMay } from '../tenants/index.ts'
import type { SealedDelivery } from './delivery.store.ts'
import { eventSettings, senderName } from './event-settings.store.ts'
import { judge, type Judging } from './judge.ts'
import type { TakenEvent } from './judged.ts'
import { judgingOf } from './judging-of.ts'
import { peopleByTenant, rememberPeople } from './known-people.ts'
import { ensureMonths } from './months.store.ts'
import { rememberNames, type KnownNames } from './names.store.ts'
import { keepRejections, type SealedRejection } from './rejection.store.ts'
import { sealEvents } from './seal-events.ts'
import { clockSkew } from './sent-time.ts'
import { writeEvents } from './write-events.ts'

export interface TakeEventsDeps {
  door: Door
  secrets: Secrets
  notifier: Pick<Notifier, 'tell'>
  /** Ids of connectors: sources that an event may name. */
  sources: ReadonlySet<string>
  now: () => Date
  newId: () => string
  gate?: GateOptions
}

/** One request of events, read but not judged. */
export interface EventRequest {
  items: readonly unknown[]
  /** What the sender's clock showed on sending. */
  sentAt?: string | undefined
  /** As it came, after decompression. */
  raw: Uint8Array
}

/** What became of each event, in their order; or that too much of this tenant waits. */
export type TakenEvents = { result: 'taken'; results: EventResult[] } | { result: 'busy'; retryAfterSeconds: number }

export interface EventIntake {
  /**
   * Judges and writes a request. Durable when it resolves: what is `accepted` is written, what is `rejected` is kept to be looked at.
   * @throws NotFound where the actor may not write to that tenant
   */
  take(actor: Actor, tenantId: string, request: EventRequest): Promise<TakenEvents>
}

/** What waits for its turn; `fresh` or `failed` is told by the writer. */
interface Waiting {
  actor: Actor
  taken: readonly TakenEvent[]
  rejected: readonly SealedRejection[]
  delivery: SealedDelivery
  keyring: TenantKeyring
  fresh: boolean[]
  failed?: { of: unknown }
}

interface Known {
  readAt: number
  keyring: TenantKeyring
  judging: ReturnType<typeof judgingOf>
}

/** Settings are read again after so long. */
const settingsMs = 2_000
const busySeconds = 2

/** One per process: it groups what comes at once, one group of a tenant at a time, tenants in turn. */
export function createEventIntake(deps: TakeEventsDeps): EventIntake {
  const { door, now } = deps
  const known = new Map<string, Known>()
  const names = new Map<string, KnownNames>()
  const peopleOf = peopleByTenant()

  /** Writes what came from one actor, with its rights as they are now. */
  const write = async (tenantId: string, items: readonly [Waiting, ...Waiting[]]) => {
    const known: KnownNames = names.get(tenantId) ?? new Map<string, number>()
    names.set(tenantId, known)
    const events = items.flatMap(({ taken }) => taken)
    await ensureMonths(
      door.database,
      events.map(({ happenedAt }) => happenedAt),
      now(),
    )
    const people = peopleOf(tenantId)
    const { fresh, batch, met, metPeople } = await door.withTenant(items[0].actor, tenantId, async (inside) => {
      requireMay(inside.role, 'events.send')
      const [written] = await Promise.all([
        events.length === 0
          ? { fresh: [], batch: undefined, met: new Map<string, number>(), metPeople: new Map<string, number>() }
          : writeEvents(inside, {
              events,
              deliveries: items.filter(({ taken }) => taken.length > 0).map(({ delivery }) => delivery),
              origin: 'events',
              keyring: items[0].keyring,
              names: known,
              people,
              now: now(),
            }),
        keepRejections(
          inside,
          items.flatMap(({ rejected }) => rejected),
        ),
      ])
      const again = events.filter((_event, i) => written.fresh[i] === false).map(({ source }) => `events:${source}`)
      await addRepeats(inside, countBy(again), now())
      return written
    })
    rememberNames(known, met)
    rememberPeople(people, metPeople)
    let from = 0
    for (const item of items) {
      item.fresh = fresh.slice(from, from + item.taken.length)
      from += item.taken.length
    }
    if (batch !== undefined) deps.notifier.tell({ tenantId, kind: 'events', batch })
  }

  const gate = createGate<Waiting>(
    async (tenantId, items) => {
      for (const of of Map.groupBy(items, ({ actor }) => senderName(actor)).values()) {
        const [first, ...rest] = of
        if (!first) continue
        try {
          await write(tenantId, [first, ...rest])
        } catch (error) {
          for (const item of of) item.failed = { of: error }
        }
      }
    },
    {
      group: 1_000,
      waiting: 20_000,
      ...deps.gate,
      weigh: ({ taken, rejected }) => taken.length + rejected.length,
    },
  )

  /** What events of a tenant are judged by. Says nothing of who may send them: that is for the writing to ask. */
  const settingsOf = async (actor: Actor, tenantId: string): Promise<Known> => {
    const at = now().getTime()
    const before = known.get(tenantId)
    if (before && at - before.readAt < settingsMs) return before
    const { settings, keyring } = await door.withTenant(actor, tenantId, async (inside) => ({
      settings: await eventSettings(inside),
      keyring: await deps.secrets.forTenant(inside, now()),
    }))
    const read = { readAt: at, keyring, judging: judgingOf(settings, keyring) }
    known.set(tenantId, read)
    return read
  }

  return {
    async take(actor, tenantId, { items, sentAt, raw }) {
      const { keyring, judging } = await settingsOf(actor, tenantId)
      const receivedAt = now().getTime()
      const skewMs = clockSkew(sentAt, receivedAt)
      const whole: Judging = { ...judging, tenantId, receivedAt, skewMs, imported: false, sources: deps.sources }
      const judged = items.map((item) => judge(item, whole))
      const at = new Date(receivedAt).toISOString()
      const taken = judged.flatMap((each) => (each.ok ? [each.event] : []))
      const waiting: Waiting = {
        taken,
        rejected: judged.flatMap((each, i) => {
          if (each.ok) return []
          const { code, field, reason, type, source } = each.rejection
          const body = sealEvents(keyring, Buffer.from(textOf(items[i])))
          return [{ id: deps.newId(), receivedAt: at, code, field: field ?? '', reason, type, source, skewMs, body }]
        }),
        delivery: { id: deps.newId(), receivedAt: at, body: sealEvents(keyring, raw), n: taken.length },
        keyring,
        actor,
        fresh: [],
      }
      try {
        await gate.enter(tenantId, waiting)
      } catch (error) {
        if (error instanceof GateFull) return { result: 'busy', retryAfterSeconds: busySeconds }
        throw error
      }
      if (waiting.failed) throw waiting.failed.of
      let place = 0
      const results = judged.map((each, index): EventResult => {
        if (each.ok)
          return { index, event_id: each.event.eventId, status: waiting.fresh[place++] ? 'accepted' : 'duplicate' }
        const { code, field, reason } = each.rejection
        return { index, event_id: idOf(items[index]), status: 'rejected', code, field, reason }
      })
      return { result: 'taken', results }
    },
  }
}

/** A refused event as text. What is nested too deeply for any program to write is kept as that. */
function textOf(item: unknown): string {
  try {
    return JSON.stringify(item) ?? 'null'
  } catch {
    return '"nested too deeply to be kept"'
  }
}

/** The id that a refused event gave itself, so that its sender finds it; nothing else that stands in its place. */
function idOf(item: unknown): string | null {
  const id = typeof item === 'object' && item !== null ? (item as Record<string, unknown>)['event_id'] : undefined
  return typeof id === 'string' && /^[\w-]{1,64}$/.test(id) ? id : null
}
