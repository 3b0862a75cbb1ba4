import { TooMany, Unauthenticated } from '@throughline/canonical'
import type { LiveEnded, LiveNotice } from '../contract/live.ts'
import type { ApiDeps } from '../deps.ts'
import { describeError } from '../errors/describe-error.ts'
import { openEventStream, type EventStream } from './event-stream.ts'

export interface LiveHub {
  /**
   * Opens a person's stream. `since`: when the page that listens was made; what was said between then and now is said again, since
   * the page may not show it. @throws Unauthenticated, TooMany
   */
  open(token: string | undefined, since?: string): Promise<Response>
  close(): Promise<void>
}

interface Open {
  readonly token: string
  readonly userId: string
  readonly stream: EventStream
  /** Granted tenants: id → slug and role, as last looked up. */
  grants: ReadonlyMap<string, { slug: string; role: string }>
}

/** Open streams of one person: a browser's tabs share one. */
const streamsPerPerson = 8
const beatMs = 15_000
/** How often grants are looked at although nobody said that they changed, and of how many streams each time. */
const sweepMs = 500
const sweepAtOnce = 30

/**
 * Everybody's open streams. Notices of a tenant go to whom it is granted; whoever loses a grant, a role or the session loses
 * the stream, at once when told so and within a second when not.
 */
export function createLiveHub({ services, logger, metrics, now }: ApiDeps): LiveHub {
  const open = new Set<Open>()
  let stops: Promise<(() => Promise<void>)[]> | undefined
  let closed = false
  /** The last batch heard of, by tenant: a notice may speak for several. */
  const lastBatch = new Map<string, number>()
  const countBatches = (tenantId: string, batch: number) => {
    const since = batch - (lastBatch.get(tenantId) ?? batch - 1)
    if (since > 0) metrics.batches.inc(since)
    lastBatch.set(tenantId, Math.max(batch, lastBatch.get(tenantId) ?? 0))
  }

  /** What was said last of each tenant and kind, and when. */
  const lastSaid = new Map<string, { said: Omit<LiveNotice, 'tenant'>; at: number }>()

  const end = (each: Open, why: LiveEnded['why']) => each.stream.end({ why } satisfies LiveEnded)
  const hear = ({ tenantId, kind, batch }: Omit<LiveNotice, 'tenant'>) => {
    metrics.notices.inc({ kind })
    if (batch !== null) countBatches(tenantId, batch)
    const said = { tenantId, kind, batch }
    lastSaid.set(`${tenantId}:${kind}`, { said, at: now().getTime() })
    for (const each of open) say(each, said)
  }
  const say = ({ grants, stream }: Open, { tenantId, kind, batch }: Omit<LiveNotice, 'tenant'>) => {
    const grant = grants.get(tenantId)
    if (!grant) return
    stream.send(`${tenantId}:${kind}`, 'notice', { tenantId, tenant: grant.slug, kind, batch } satisfies LiveNotice)
  }
  const look = async (each: Open) => {
    try {
      const found = await services.signIn.authenticate(each.token)
      if (!found) return end(each, 'signed_out')
      const grants = await grantsOf(found.actor)
      const lost = [...each.grants].some(([tenantId, { role }]) => grants.get(tenantId)?.role !== role)
      if (lost) return end(each, 'grants_changed')
      each.grants = grants
    } catch (error) {
      // Not known to be still granted: ended, and the browser asks again.
      logger.warn({ error: describeError(error) }, 'a live stream could not be looked at')
      end(each, 'server_closing')
    }
  }
  const grantsOf = async (actor: Parameters<typeof services.grantsOf>[0]) =>
    new Map((await services.grantsOf(actor)).map(({ tenantId, slug, role }) => [tenantId, { slug, role }]))
  const lookAt = (userId: string) => void Promise.all([...open].filter((each) => each.userId === userId).map(look))

  let sweeping = false
  const sweep = async () => {
    if (sweeping) return
    sweeping = true
    // Looked at = moved to the end, so that the next sweep begins with those that have waited longest.
    const longest = [...open].slice(0, sweepAtOnce)
    for (const each of longest) {
      open.delete(each)
      open.add(each)
    }
    await Promise.all(longest.map(look))
    sweeping = false
  }
  const sweeper = setInterval(() => void sweep(), sweepMs)
  const heart = setInterval(() => open.forEach(({ stream }) => stream.beat()), beatMs)
  sweeper.unref()
  heart.unref()

  const listen = () => {
    stops ??= Promise.all([services.notices.listen(hear), services.notices.listenGrants(lookAt)])
    stops.catch((error: unknown) => {
      // Asked again by whoever opens the next stream.
      stops = undefined
      logger.warn({ error: describeError(error) }, 'notices cannot be heard')
    })
    return stops
  }
  void listen().catch(() => {})

  return {
    async open(token, since) {
      const found = token === undefined ? undefined : await services.signIn.authenticate(token)
      if (token === undefined || !found) throw new Unauthenticated('Not signed in.')
      const { userId, actor } = found
      if ([...open].filter((each) => each.userId === userId).length >= streamsPerPerson)
        throw new TooMany('Too many open pages.', new Date(now().getTime() + 30_000))
      await listen()
      const grants = await grantsOf(actor)
      if (closed) throw new TooMany('Shutting down.', new Date(now().getTime() + 5_000))
      const stream = openEventStream(() => {
        open.delete(each)
        metrics.liveStreams.set(open.size)
      })
      const each: Open = { token, userId, stream, grants }
      open.add(each)
      metrics.liveStreams.set(open.size)
      const from = Date.parse(since ?? '')
      for (const { said, at } of lastSaid.values()) if (at >= from) say(each, said)
      return stream.response
    },
    async close() {
      closed = true
      clearInterval(sweeper)
      clearInterval(heart)
      for (const each of open) end(each, 'server_closing')
      const listening = await stops?.catch(() => [])
      for (const stop of listening ?? []) await stop()
    },
  }
}
