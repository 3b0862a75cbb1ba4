import type { Freshness } from './views.ts'

/** What is known of a connection's reading. */
export interface Reading {
  connectionId: string
  connector: string
  name: string
  state: 'active' | 'paused' | 'needs_customer' | 'disconnected'
  say: string | null
  everyMinutes: number
  /** How many of its streams stopped, and the first one's reason. */
  stopped: string | null
  /** History is being read for the first time. */
  history: boolean
  lastReadAt: string | null
  lastRowAt: string | null
  /** Gifts are told of by it, or nothing at all yet. */
  carriesGifts: boolean
  lastReceivedAt: string | null
}

/** Reading may be late by as much again, and a quarter of an hour, before we say so. */
const patience = (everyMinutes: number) => (2 * everyMinutes + 15) * 60_000

/** When a source was last read, whether that is as promised, and, where something needs doing, what, in a sentence. */
export function freshnessOf(reading: Reading, now: Date): Freshness {
  const { connectionId, connector, name, carriesGifts } = reading
  const lastReadAt = newest(reading.lastReadAt, reading.lastReceivedAt)
  const lastRowAt = newest(reading.lastRowAt, reading.lastReceivedAt)
  const as = (state: Freshness['state'], say: string | null): Freshness => ({
    connectionId,
    connector,
    name,
    state,
    lastReadAt,
    lastRowAt,
    carriesGifts,
    say,
  })
  switch (reading.state) {
    case 'disconnected':
      return as('paused', 'Disconnected. What was read stays.')
    case 'paused':
      return as('paused', 'Paused: nothing is read until it is resumed. Deliveries still count.')
    case 'needs_customer':
      return as('broken', reading.say ?? 'It needs your attention.')
    case 'active':
      if (reading.stopped !== null) return as('broken', reading.stopped)
      if (reading.history) return as(lastReadAt === null ? 'never' : 'fresh', 'Its history is being read.')
      if (lastReadAt === null) return as('never', 'Nothing was read yet.')
      return isLate(reading, now) ? as('late', lateness(reading, now)) : as('fresh', null)
  }
}

/** Deliveries do not make up for reading that does not happen: corrections come by reading alone. */
function isLate({ lastReadAt, everyMinutes }: Reading, now: Date): boolean {
  return lastReadAt !== null && now.getTime() - new Date(lastReadAt).getTime() > patience(everyMinutes)
}

function lateness({ lastReadAt, everyMinutes }: Reading, now: Date): string {
  const minutes = Math.round((now.getTime() - new Date(lastReadAt ?? now).getTime()) / 60_000)
  return `Last read ${duration(minutes)} ago; it is read every ${duration(everyMinutes)}.`
}

function duration(minutes: number): string {
  if (minutes < 120) return `${minutes} min`
  return minutes < 2_880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1_440)} days`
}

const newest = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a)
