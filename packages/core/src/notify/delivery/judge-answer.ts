import { AddressDoesNotOpen } from './channel.ts'
import { NotAllowed, type WebhookAnswer } from './post-webhook.ts'

/** What is to become of a delivery after one try. `why` is said to people: never an address, a key or what a peer said. */
export type Verdict = { is: 'sent' } | { is: 'again'; why: string; at: Date } | { is: 'failed'; why: string }

/** Tries in all; with the pauses between them about four hours. */
export const triesInAll = 12
const firstPauseMs = 15_000
const longestPauseMs = 30 * 60_000
/** However long a peer asks for. */
const longestAskedMs = 3_600_000

/**
 * Judges one try.
 * @param tries how many there were, with this one
 * @param random in [0, 1): what failed together does not come back together
 */
export function judgeAnswer(
  answer: WebhookAnswer | Error,
  { tries, now, random }: { tries: number; now: Date; random: number },
): Verdict {
  const again = (why: string, leastMs = 0): Verdict => {
    if (tries >= triesInAll) return { is: 'failed', why: `${why} Given up after ${tries} tries.` }
    const pause = Math.min(longestPauseMs, firstPauseMs * 2 ** (tries - 1)) * (0.5 + random / 2)
    return { is: 'again', why, at: new Date(now.getTime() + Math.round(Math.max(pause, leastMs))) }
  }
  if (answer instanceof NotAllowed) return { is: 'failed', why: answer.message }
  if (answer instanceof Error) return again(unreached(answer))
  const { status, retryAfter } = answer
  if (status >= 200 && status < 300) return { is: 'sent' }
  if (status === 429) return again('It said that we ask too often (429).', askedFor(retryAfter, now))
  if (status >= 500 || status === 408) return again(`It had trouble of its own (${status}).`, askedFor(retryAfter, now))
  if (status >= 300 && status < 400)
    return { is: 'failed', why: `It sent us elsewhere (${status}), which is not followed.` }
  if (status === 401 || status === 403) return { is: 'failed', why: `It did not let us in (${status}).` }
  if (status === 404 || status === 410) return { is: 'failed', why: `There is nothing at this address (${status}).` }
  return { is: 'failed', why: `It refused what we sent (${status}).` }
}

function unreached(error: Error): string {
  if (error instanceof AddressDoesNotOpen)
    return 'Its address does not open with the keys that are here: give it again.'
  const code = 'code' in error ? String(error.code) : error.name
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'Its name leads nowhere.'
  if (code === 'ECONNREFUSED') return 'It took no connection.'
  if (error.name === 'TimeoutError' || error.name === 'AbortError' || code === 'ETIMEDOUT' || code === 'ABORT_ERR')
    return 'It did not answer in time.'
  if (/CERT|TLS|SSL|SELF_SIGNED|ALTNAME/.test(code)) return 'Its certificate is not to be trusted.'
  return 'The connection broke.'
}

/** `Retry-After` in seconds or as a date, in milliseconds from now. */
function askedFor(header: string | null, now: Date): number {
  if (header === null) return 0
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now.getTime()
  return Number.isFinite(ms) ? Math.min(longestAskedMs, Math.max(0, ms)) : 0
}
