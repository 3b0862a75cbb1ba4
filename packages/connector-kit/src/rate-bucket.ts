import type { RateLimit } from './http.ts'

const windows = { second: 1_000, minute: 60_000, hour: 3_600_000 } as const

/** A sliding window: never more than `requests` in any span of the window's length. */
export interface RateBucket {
  /** Takes a place and gives 0, or says in how many milliseconds there will be one. */
  take(now: Date): number
  /** Nobody may go before this moment (the provider said so). */
  block(until: Date): void
}

export function createRateBucket({ requests, per }: RateLimit): RateBucket {
  const windowMs = typeof per === 'number' ? per : windows[per]
  let taken: number[] = []
  let blockedUntil = 0
  return {
    take: (now) => {
      const at = now.getTime()
      if (at < blockedUntil) return blockedUntil - at
      taken = taken.filter((time) => time > at - windowMs)
      const oldest = taken[0]
      if (taken.length >= requests && oldest !== undefined) return oldest + windowMs - at
      taken.push(at)
      return 0
    },
    block: (until) => {
      blockedUntil = Math.max(blockedUntil, until.getTime())
    },
  }
}
