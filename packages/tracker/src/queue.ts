import type { Store } from './ports.ts'
import type { WireEvent } from './wire.ts'

/** What many events have in common: who, in which session, on which page. Stored once. */
type Envelope = Omit<WireEvent, 'event_id' | 'event_type' | 'timestamp' | 'properties'>

const event = 'q.'
const envelope = 'c.'
const halfDayMs = 43_200_000

/**
 * Events that the server has not taken yet, in the order in which they happened. One key of the store is one event, written
 * once and removed once: tabs that share a store never overwrite each other.
 */
export function createQueue(store: Store, now: () => number, mostEvents: number) {
  const start = (prefix: string) => store.keys().filter((key) => key.startsWith(prefix))
  const keys = () => start(event).sort()
  let size = keys().length
  /** Higher than all before, although a clock may be set back. */
  let last = parseInt(keys().at(-1)?.split('.')[1] ?? '0', 36)
  let shared = { text: '', ref: '', since: 0 }

  const refer = (text: string, id: string) => {
    const at = now()
    // A new name twice a day: only envelopes a day old are swept away, so none vanishes before its event is written.
    if (text !== shared.text || Math.abs(at - shared.since) > halfDayMs)
      shared = { text, ref: `${at.toString(36)}.${id.slice(-8)}`, since: at }
    if (store.get(envelope + shared.ref) === null) store.set(envelope + shared.ref, text)
    return shared.ref
  }

  return {
    /** Keeps one event; its key, or undefined where the queue is full. */
    add(id: string, type: string, at: number, properties: string, common: string): string | undefined {
      if (size >= mostEvents) return
      size++
      last = Math.max(last + 1, now())
      const key = `${event}${last.toString(36).padStart(9, '0')}.${id}`
      store.set(key, `[${JSON.stringify(type)},${at},"${refer(common, id)}",${properties}]`)
      return key
    },
    size: () => size,
    /** Every key, oldest first. */
    keys() {
      const all = keys()
      size = all.length
      return all
    },
    /** The event as it is sent, or undefined where it is gone. */
    read(key: string): WireEvent | undefined {
      try {
        const [event_type, at, ref, properties] = JSON.parse(store.get(key) ?? '') as [string, number, string, object]
        const common = JSON.parse(store.get(envelope + ref) ?? '') as Envelope
        const timestamp = new Date(at).toISOString()
        return { event_id: key.split('.')[2] ?? '', event_type, timestamp, ...common, properties: { ...properties } }
      } catch {
        return undefined
      }
    },
    /** The server has taken it, or never will. */
    remove: (key: string) => store.remove(key),
    /** Removes the envelopes that are a day old. To be called while the queue is empty. */
    sweep() {
      for (const key of start(envelope))
        if (now() - parseInt(key.split('.')[1] ?? '', 36) > 2 * halfDayMs) store.remove(key)
    },
    /** All of it was deleted. */
    forget() {
      size = 0
      shared = { text: '', ref: '', since: 0 }
    },
  }
}

export type Queue = ReturnType<typeof createQueue>
