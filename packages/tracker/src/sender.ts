import type { Options, Problem } from './options.ts'
import type { Ports } from './ports.ts'
import type { Queue } from './queue.ts'
import { limits, type Answer, type Verdict, type WireEvent } from './wire.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const firstPauseMs = 10_000
const longestPauseMs = 300_000

/** Takes batches from the queue to the server: one tab at a time, one batch at a time, oldest first. */
export function createSender(
  options: Options,
  ports: Ports,
  queue: Queue,
  allowed: () => boolean,
  problem: (problem: Problem) => void,
) {
  const { now, store } = ports
  const flushMs = Math.min(options.flushSeconds ?? 5, 10) * 1_000
  let running: Promise<void> | undefined
  let timer: { due: number; cancel: () => void } | undefined
  let failures = 0
  /** Not before this, by this tab's own bad luck. What the server asked for stands in the store: it binds every tab. */
  let pausedUntil = 0
  let mostEvents = limits.events
  let underWay: readonly string[] = []
  const beaconed = new Set<string>()

  /** For so long nothing is sent. A pause of over a day was written by a clock that went wrong. */
  const waitMs = () =>
    Math.max(0, ...[pausedUntil, +(store.get('hold') ?? 0)].map((until) => until - now()).filter((ms) => ms <= dayMs))
  const ready = () => allowed() && ports.online?.() !== false && waitMs() === 0

  const arm = (ms: number) => {
    const due = now() + ms
    if (timer && timer.due <= due && timer.due > now()) return
    timer?.cancel()
    timer = {
      due,
      cancel: ports.after(ms, () => {
        timer = undefined
        void flush()
      }),
    }
  }

  const batchOf = (from: readonly string[], most: number, characters: number) => {
    const events: WireEvent[] = []
    const keys: string[] = []
    for (const key of from) {
      const event = queue.read(key)
      // Somebody else's hand was in the store: what cannot be read cannot be sent.
      if (!event) queue.remove(key)
      else {
        characters -= JSON.stringify(event).length + 1
        if (keys.length === most || (characters < 0 && keys.length > 0)) break
        events.push(event)
        keys.push(key)
      }
    }
    return { keys, body: JSON.stringify({ sent_at: new Date(now()).toISOString(), events }) }
  }

  const drop = (key: string, status: number, verdict?: Verdict) => {
    queue.remove(key)
    problem({ kind: 'rejected', event_id: key.split('.')[2] ?? '', status, ...(verdict && { verdict }) })
  }

  /** What the answer says of each event. True: go on with the next batch. */
  const settle = (keys: readonly string[], answer?: Answer): boolean => {
    const { status = 0, retryAfter = 0, body } = answer ?? {}
    const whole = status >= 200 && status < 300 && status !== 207
    const verdicts =
      (whole || status === 207 || status === 422) && (body as { results?: Verdict[] } | undefined)?.results
    if (whole) for (const key of keys) queue.remove(key)
    for (const verdict of verdicts || []) {
      const key = keys[verdict.index] ?? ''
      if (verdict.status === 'rejected') drop(key, status, verdict)
      else queue.remove(key)
    }
    if (whole || (verdicts && verdicts.length > 0)) {
      failures = 0
      mostEvents = limits.events
      return true
    }
    if (status === 400 || status === 413) {
      // Something in it cannot be read: halves, until it is known which.
      mostEvents = Math.ceil(keys.length / 2)
      if (keys.length === 1) {
        drop(keys[0] ?? '', status)
        mostEvents = limits.events
      }
      return true
    }
    if (status === 401 || status === 403) {
      problem({ kind: 'key', status })
      pausedUntil = now() + hourMs
      return false
    }
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** failures++) * (1 + ports.random())
    pausedUntil = now() + Math.max(pauseMs, retryAfter * 1_000 * (1 + ports.random() / 10))
    if (retryAfter) store.set('hold', String(pausedUntil))
    return false
  }

  const drain = async () => {
    while (ready()) {
      const waiting = queue.keys()
      if (waiting.length === 0) return queue.sweep()
      const { keys, body } = batchOf(waiting, mostEvents, limits.characters)
      if (keys.length === 0) continue
      underWay = keys
      const answer = await ports.send(body).catch(() => undefined)
      underWay = []
      if (!allowed() || !settle(keys, answer)) return
    }
  }

  function flush(): Promise<void> {
    return (running ??= ports
      .alone(drain)
      .catch(() => {})
      .finally(() => {
        running = undefined
        if (allowed() && queue.keys().length > 0) arm(Math.max(waitMs(), flushMs))
      }))
  }

  return {
    arm,
    flush,
    /** One more event waits. */
    added: () => arm(queue.size() % limits.events === 0 ? 0 : flushMs),
    /** The network is back: what failed for want of it is tried again, but not what the server put off. */
    wake: () => {
      failures = pausedUntil = 0
      arm(0)
    },
    /**
     * The page goes. This tab's own events leave by beacon and stay queued, since nobody hears whether they arrived: the next
     * page sends them once more, and the server knows them by their ids.
     */
    leave(own: ReadonlySet<string>) {
      const left = [...own].filter((key) => !underWay.includes(key) && !beaconed.has(key))
      if (left.length === 0 || !ready()) return
      const { keys, body } = batchOf(left, limits.events, limits.beaconCharacters)
      if (keys.length > 0 && ports.beacon?.(body)) for (const key of keys) beaconed.add(key)
    },
  }
}
