import { countsAt, indexOf, type Counts, type MessageIndex } from './emulator-index.ts'

/** One message of a broadcast to one person. Times are epoch milliseconds; what lies ahead of the clock has not happened. */
export interface EmulatedMessage {
  id: string
  to: string | null
  sentAt?: number
  deliveredAt?: number
  failedAt?: number
  /** In order; only the last one that has happened is ever told with its time. */
  clicks?: readonly number[]
  clickUrl?: string
  repliedAt?: number
  reply?: string
  optedOutAt?: number
  /** The token on this message's ActBlue links (`refcodeSB`). */
  token?: string
  /** Listed only from here on: a late row. */
  visibleAt?: number
  /** Listed with a time that is none. */
  broken?: boolean
  /** Counted, and listed nowhere. */
  lost?: boolean
}

/** Messages by position: an array, or something that makes each as it is asked for. */
export interface EmulatedMessages {
  readonly length: number
  at(index: number): EmulatedMessage | undefined
}

export interface EmulatedBroadcast {
  id: string
  title: string
  description?: string
  text?: string
  listId?: string
  listName?: string
  createdAt: number
  scheduledAt?: number
  /** Sending begins, and is over; `stoppedAt`, `errorAt`: broken off for good; paused from, to. */
  startAt?: number
  endAt?: number
  stoppedAt?: number
  errorAt?: number
  paused?: readonly [from: number, to: number]
  /** In the list from here on, and out of it. */
  visibleAt?: number
  deletedAt?: number
  previouslyOptedOut?: number
  skipped?: number
  /** What it is said to cost once all is sent; a broadcast broken off costs its share. */
  costMinor?: number
  /** Gifts as Switchboard sees them. */
  gifts?: readonly { at: number; amountMinor: number }[]
  messages: EmulatedMessages
  /** Recipients planned, where more than have a message here (a broadcast that was stopped). */
  planned?: number
  /** Listed with a cost that is none. */
  broken?: boolean
}

export interface EmulatedList {
  id: string
  name: string
  size: number
  createdAt: number
  broken?: boolean
}

export interface EmulatedPhone {
  id: string
  number: string
  email?: string
  firstName?: string
  lastName?: string
  zip?: string
  state?: string
  createdAt: number
  broken?: boolean
}

/** A message that came in. */
export interface EmulatedIncoming {
  id: string
  from: string
  text: string
  at: number
  broadcastId?: string
  /** The person is marked as opted out from then on. */
  optedOutAt?: number
  broken?: boolean
}

/** The books of the emulated Switchboard: lists, exports and notices are drawn from the same rows, as they are at a moment. */
export class EmulatedLedger {
  readonly #broadcasts = new Map<string, EmulatedBroadcast>()
  readonly #indexes = new WeakMap<EmulatedBroadcast, MessageIndex>()
  readonly lists: EmulatedList[] = []
  readonly phones: EmulatedPhone[] = []
  readonly incoming: EmulatedIncoming[] = []

  get broadcasts(): Iterable<EmulatedBroadcast> {
    return this.#broadcasts.values()
  }

  add(...broadcasts: EmulatedBroadcast[]): void {
    for (const broadcast of broadcasts) this.#broadcasts.set(broadcast.id, broadcast)
  }

  broadcast(id: string): EmulatedBroadcast {
    const broadcast = this.#broadcasts.get(id)
    if (!broadcast) throw new Error(`the emulated ledger has no broadcast ${id}`)
    return broadcast
  }

  has(id: string): boolean {
    return this.#broadcasts.has(id)
  }

  /** Adds messages to a broadcast whose messages are an array, or changes those of the same id. */
  addMessages(broadcastId: string, ...messages: EmulatedMessage[]): void {
    const broadcast = this.broadcast(broadcastId)
    if (!Array.isArray(broadcast.messages)) throw new Error(`the messages of ${broadcastId} are made as they are read`)
    const kept = broadcast.messages as EmulatedMessage[]
    const places = new Map(kept.map(({ id }, place) => [id, place]))
    for (const message of messages) {
      const place = places.get(message.id) ?? kept.length
      places.set(message.id, place)
      kept[place] = message
    }
    this.changed(broadcastId)
  }

  /** To be told after a message was changed in place. */
  changed(broadcastId: string): void {
    this.#indexes.delete(this.broadcast(broadcastId))
  }

  /** In the list at this moment, newest first. */
  listed(now: number): EmulatedBroadcast[] {
    return [...this.#broadcasts.values()]
      .filter(({ createdAt, visibleAt = createdAt, deletedAt = Infinity }) => visibleAt <= now && now < deletedAt)
      .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
  }

  /** The messages of a broadcast that are listed at this moment: how many, and each by its place. */
  messagesOf(broadcast: EmulatedBroadcast, now: number): EmulatedMessages {
    return this.#indexOf(broadcast).visible(now)
  }

  countsOf(broadcast: EmulatedBroadcast, now: number): Counts {
    return countsAt(this.#indexOf(broadcast), now)
  }

  /** What all broadcasts that are listed come to at this moment. */
  totals(now: number): Omit<Counts, 'changedAt'> & { broadcasts: number } {
    const sum = { broadcasts: 0, sent: 0, delivered: 0, failed: 0, clicks: 0, replies: 0, optOuts: 0 }
    for (const broadcast of this.listed(now)) {
      const counts = this.countsOf(broadcast, now)
      sum.broadcasts += 1
      for (const name of ['sent', 'delivered', 'failed', 'clicks', 'replies', 'optOuts'] as const)
        sum[name] += counts[name]
    }
    return sum
  }

  #indexOf(broadcast: EmulatedBroadcast): MessageIndex {
    const known = this.#indexes.get(broadcast) ?? indexOf(broadcast.messages)
    this.#indexes.set(broadcast, known)
    return known
  }
}
