import { createIdentity, type Fixed } from './identity.ts'
import type { Options, Problem, Tracker } from './options.ts'
import type { Ports } from './ports.ts'
import { createQueue } from './queue.ts'
import { scrub, scrubText } from './scrub.ts'
import { createSender } from './sender.ts'
import { limits } from './wire.ts'

/** A tracker, and what the world around it tells it. */
export interface Core extends Tracker {
  /** As `track`, for something that happened at another instant (milliseconds). */
  trackAt: (at: number, type: string, properties?: Record<string, unknown>) => void
  /** The page or the app goes out of sight. */
  leave: () => void
  /** The network is back. */
  wake: () => void
}

/** The tracker itself: no browser, no phone, no clock of its own. */
export function createCore(options: Options, ports: Ports, fixed: Fixed): Core {
  const { store, now } = ports
  const problem = (what: Problem) => {
    try {
      options.onProblem?.(what)
    } catch {
      // A page is not to break over a measurement, nor over being told of one.
    }
  }
  const identity = createIdentity(options, ports, fixed)
  const queue = createQueue(store, now, options.maxQueued ?? 10_000)
  const sender = createSender(options, ports, queue, identity.allowed, problem)
  /** The events that this page itself made and the server has not taken. */
  const own = new Set<string>()
  /** A page was seen while nothing might be stored. */
  let unseen: Record<string, unknown> | undefined

  const trackAt: Core['trackAt'] = (at, type, properties = {}) => {
    if (!identity.allowed()) return
    if (typeof type !== 'string' || !/^[\w.:-]{1,100}$/.test(type)) return problem({ kind: 'refused', reason: 'type' })
    const clean = JSON.stringify(scrub(properties) ?? {})
    if (clean.length > limits.eventCharacters) return problem({ kind: 'refused', reason: 'too large' })
    identity.arrive()
    const key = queue.add(ports.id('event', now()), type, at, clean, identity.envelope())
    if (!key) return problem({ kind: 'full' })
    own.add(key)
    sender.added()
  }
  const track: Tracker['track'] = (type, properties) => trackAt(now(), type, properties)

  identity.arrive()
  if (identity.allowed() && queue.keys().length > 0) sender.arm(1_000)
  return {
    track,
    trackAt,
    page(properties) {
      identity.arrive()
      unseen = identity.allowed() ? undefined : { ...properties }
      track('user_engaged', { engagement_type: 'page_view', ...properties })
    },
    identify(userId) {
      const id = String(userId)
      if (!id || scrubText(id) !== id) return problem({ kind: 'refused', reason: 'user id' })
      identity.identify(id)
    },
    consent: {
      grant(purposes) {
        identity.grant(purposes)
        identity.arrive()
        // The page is still being looked at, now with consent.
        if (unseen) track('user_engaged', { engagement_type: 'page_view', ...unseen })
        unseen = undefined
      },
      withdraw() {
        own.clear()
        unseen = undefined
        identity.forget()
        queue.forget()
      },
    },
    flush: sender.flush,
    reset: identity.reset,
    wake: sender.wake,
    leave() {
      for (const key of own) if (store.get(key) === null) own.delete(key)
      sender.leave(own)
    },
  }
}
