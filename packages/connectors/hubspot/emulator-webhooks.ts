import type { RawRequest } from '@throughline/connector-kit'
import type { Delivery } from '@throughline/connector-kit/testing'
import { eventBody, type EmulatedEvent, type EventStyle } from './emulator-events.ts'
import { signatureV1, signatureV3 } from './signatures.ts'

/** At most so many events in one body. */
const eventsAtOnce = 100

/** The bodies that tell of these events: a hundred at a time, in no order to rely on. */
export function bodiesOf(
  events: readonly EmulatedEvent[],
  options: { portalId: string; style: EventStyle; random: () => number; firstId?: number },
): object[][] {
  const told = events.flatMap(
    (event, index) =>
      eventBody(
        event,
        { portalId: options.portalId, eventId: (options.firstId ?? 3_816_279_480) + index },
        options.style,
      ) ?? [],
  )
  for (let last = told.length - 1; last > 0; last -= 1) {
    const other = Math.floor(options.random() * (last + 1))
    const [a, b] = [told[last], told[other]]
    if (a && b) [told[last], told[other]] = [b, a]
  }
  return Array.from({ length: Math.ceil(told.length / eventsAtOnce) }, (_, body) =>
    told.slice(body * eventsAtOnce, (body + 1) * eventsAtOnce),
  )
}

/** A delivery as HubSpot sends it: versions 3 and 1 of the signature, the address signed as it decodes it. */
export function signedRequest(url: string, payload: unknown, secret: string, now: number): RawRequest {
  const body = Buffer.from(JSON.stringify(payload))
  const decoded = url.replace(/%3A|%2F|%3F|%40|%21|%24|%27|%28|%29|%2A|%2C|%3B/gi, decodeURIComponent)
  return {
    method: 'POST',
    url,
    headers: new Headers({
      'content-type': 'application/json',
      'user-agent': 'HubSpot Connect 2.0',
      'x-hubspot-request-timestamp': String(now),
      'x-hubspot-signature-v3': signatureV3(secret, 'POST', decoded, body, String(now)),
      'x-hubspot-signature-version': 'v1',
      'x-hubspot-signature': signatureV1(secret, body),
    }),
    body,
  }
}

/**
 * Delivers as HubSpot does: again after no answer in its patience, 429 and 5xx, up to ten times in a day, each attempt counted in
 * the events and signed anew; a plain no (4xx) is taken for one.
 */
export function createPostman(options: {
  send: (request: Request) => Promise<Response>
  /** Signs this attempt as of now. */
  sign: (kind: string, payload: unknown) => RawRequest
  /** Waits before the next attempt; the clock is the caller's. */
  pause: (attempt: number) => Promise<void>
}): (delivery: Delivery, url?: string) => Promise<{ delivered: boolean; attempts: number }> {
  const attemptsAllowed = 11
  return async ({ kind, payload }, url) => {
    for (let attempt = 0; attempt < attemptsAllowed; attempt += 1) {
      if (attempt > 0) await options.pause(attempt)
      const counted = (payload as object[]).map((event) => ({ ...event, attemptNumber: attempt }))
      const { method, headers, body, url: signedFor } = options.sign(kind, counted)
      try {
        const answer = await options.send(new Request(url ?? signedFor, { method, headers, body: Buffer.from(body) }))
        if (answer.ok) return { delivered: true, attempts: attempt + 1 }
        if (answer.status < 500 && answer.status !== 429) return { delivered: false, attempts: attempt + 1 }
      } catch {
        // no answer: the same as a fault
      }
    }
    return { delivered: false, attempts: attemptsAllowed }
  }
}
