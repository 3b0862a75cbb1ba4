import type { Delivery } from '@throughline/connector-kit/testing'

/**
 * Delivers notices as the provider does: again after any answer but 2xx and after none within its patience, at most so
 * many times. Gives back how often each was tried and whether it was taken.
 */
export function createPostman(options: {
  send: (request: Request) => Promise<Response>
  /** The provider's real numbers are not known. */
  attempts?: number
  /** Waits before the next attempt; the clock is the caller's. */
  pause: (attempt: number) => Promise<void>
}): (delivery: Delivery, url?: string) => Promise<{ delivered: boolean; attempts: number }> {
  const { send, pause, attempts = 5 } = options
  return async ({ request }, url = request.url) => {
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      if (attempt > 1) await pause(attempt)
      try {
        const body = Buffer.from(request.body)
        const response = await send(new Request(url, { method: request.method, headers: request.headers, body }))
        if (response.ok) return { delivered: true, attempts: attempt }
      } catch {
        // no answer: the same as a refusal
      }
    }
    return { delivered: false, attempts }
  }
}
