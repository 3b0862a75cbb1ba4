/** Stops asking a provider that keeps failing, then lets a single request find out whether it is back. */
export interface CircuitBreaker {
  /** Milliseconds until the next attempt is allowed; 0 = go. */
  wait(now: Date): number
  succeeded(): void
  /** Gives back how many requests in a row have failed. */
  failed(now: Date): number
}

const failuresToOpen = 6
const firstOpenMs = 60_000
const longestOpenMs = 15 * 60_000

export function createCircuitBreaker(): CircuitBreaker {
  let failures = 0
  let openUntil = 0
  return {
    wait: (now) => Math.max(0, openUntil - now.getTime()),
    succeeded: () => {
      failures = 0
      openUntil = 0
    },
    failed: (now) => {
      failures += 1
      const openMs = Math.min(longestOpenMs, firstOpenMs * 2 ** (failures - failuresToOpen))
      if (failures >= failuresToOpen) openUntil = now.getTime() + openMs
      return failures
    },
  }
}
