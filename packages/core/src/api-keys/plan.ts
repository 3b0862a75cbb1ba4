/** How much a client may send and ask. */
export interface Plan {
  /** Per key and minute, of everything but sending events. */
  readonly requestsPerMinute: number
  /** Per client, all its keys together. */
  readonly eventsPerSecond: number
  /** What a client that was quiet may send at once. At least one whole batch. */
  readonly eventsBurst: number
}

/** What every client has: there is one plan until plans are sold. */
export const standardPlan: Plan = { requestsPerMinute: 100, eventsPerSecond: 2_000, eventsBurst: 4_000 }
