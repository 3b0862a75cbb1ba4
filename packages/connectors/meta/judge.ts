import type { Judge } from '@throughline/connector-kit'
import { isTooMuch, isHopeless, readGraphError, type GraphError } from './graph-error.ts'
import { regainMs } from './usage.ts'

const throttles = new Set([
  4, 17, 32, 613, 80_000, 80_001, 80_002, 80_003, 80_004, 80_005, 80_006, 80_008, 80_009, 80_014,
])
/** The app's low tier blocks for this long; so does waiting for the load of all of Meta to pass. */
const usualRestMs = 300_000

/** What an answer means, by the code in its body: Meta's HTTP status tells throttles, dead tokens and mistakes apart only by luck. */
export function judgeAnswer(response: Response, text: string): Judge | undefined {
  if (response.ok) return undefined
  const error = readGraphError(text)
  if (!error) return undefined
  const { code, message } = error
  if (throttles.has(code)) {
    const waitMs = regainMs(response.headers) ?? (response.headers.has('retry-after') ? undefined : usualRestMs)
    return { verdict: 'retry', throttled: true, ...(waitMs === undefined ? {} : { waitMs }) }
  }
  if (code === 190 || code === 102) return { verdict: 'ask', renew: false, say: sayOfDeadToken(error) }
  if (code === 2_635)
    return { verdict: 'changed', say: 'Meta has retired the API version that is asked for. It is set in the settings.' }
  if (/appsecret_proof/i.test(message)) return { verdict: 'ask', renew: false, say: sayOfForeignApp }
  if (isTooMuch(error) || isHopeless(error)) return 'refused'
  if (error.transient || passing.has(code) || response.status >= 500) return 'retry'
  return 'refused'
}

/** Unknown, service, time-outs. */
const passing = new Set([1, 2, 104, 960])

const sayOfForeignApp =
  'Meta says that this token was made for another app. Paste that app’s secret as well, or sign in with Facebook.'

const why: Record<number, string> = {
  458: 'the person who signed in has removed the app',
  459: 'the person who signed in must first answer a check on facebook.com',
  460: 'the person who signed in has changed their password',
  463: 'the sign-in has run out',
  467: 'the sign-in was ended',
}

function sayOfDeadToken({ subcode }: GraphError): string {
  const reason = why[subcode ?? 0]
  return `Meta no longer accepts this sign-in${reason ? `: ${reason}` : ''}. Please sign in with Facebook again, or paste a new system user token; reading goes on where it stopped.`
}
