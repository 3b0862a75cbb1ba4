import { createCircuitBreaker, type CircuitBreaker } from './circuit-breaker.ts'
import type { RateLimit, Usage } from './http.ts'
import { createRateBucket, type RateBucket } from './rate-bucket.ts'

/** What all requests of one connection share in this process: its rate limits and what it knows of the provider's health. */
export interface HttpState {
  bucket(name: string): RateBucket
  breaker: CircuitBreaker
  /** The newest secrets, once a refresh has made some. */
  refreshed?: unknown
  /** What the provider last said of the limits that are left. */
  usage?: readonly Usage[]
  /** A refresh under way: everyone waits for the same one. */
  refreshing?: Promise<unknown>
}

function createHttpState(limits: Record<string, RateLimit>): HttpState {
  const buckets = new Map<string, RateBucket>()
  return {
    breaker: createCircuitBreaker(),
    bucket: (name) => {
      const limit = limits[name]
      if (!limit) throw new Error(`no rate limit is named ${name}`)
      const bucket = buckets.get(name) ?? createRateBucket(limit)
      buckets.set(name, bucket)
      return bucket
    },
  }
}

/** Keeps one state per connection, for as long as the process lives. */
export class HttpStates {
  readonly #byConnection = new Map<string, HttpState>()

  of(connectionId: string, limits: Record<string, RateLimit>): HttpState {
    const state = this.#byConnection.get(connectionId) ?? createHttpState(limits)
    this.#byConnection.set(connectionId, state)
    return state
  }

  /** What is known of a connection so far, if anything. */
  peek(connectionId: string): HttpState | undefined {
    return this.#byConnection.get(connectionId)
  }

  /** After its settings changed: start afresh. */
  forget(connectionId: string): void {
    this.#byConnection.delete(connectionId)
  }
}
