import { Refused, type Judge } from '@throughline/connector-kit'
import { z } from 'zod'

/** Errors of the API are arrays; those of the token endpoint are objects. */
const Fault = z.looseObject({ errorCode: z.string(), message: z.string().default('') })
const Faults = z.union([z.array(Fault).min(1), Fault.transform((fault) => [fault])])
type Fault = z.infer<typeof Fault>

const hourMs = 3_600_000
const concurrentMs = 20_000
const lockMs = 5_000

const signInAgain =
  'Salesforce no longer accepts this connection: access was revoked, or the session or refresh token ran out by the org’s policy. Sign in at Salesforce again.'

/** What Salesforce's answers mean where the usual table does not know. */
export function classify(response: Response, text: string): Judge | undefined {
  if (response.ok) return undefined
  const faults = faultsIn(text)
  const says = (...codes: string[]) => faults.find(({ errorCode }) => codes.includes(errorCode))
  switch (response.status) {
    case 400:
      return says('UNABLE_TO_LOCK_ROW') && faults.length === 1 ? { verdict: 'retry', waitMs: lockMs } : undefined
    case 401:
      return unauthorized(faults)
    case 403:
      return forbidden(faults)
    case 410:
      return { verdict: 'changed', say: 'Salesforce has retired the API version that we use; we have been told.' }
    case 420:
      return { verdict: 'ask', say: 'This Salesforce org is gone: a scratch or trial org that has ended.' }
    default:
      return undefined
  }
}

/** Two refusals come back however often a session is renewed: only an administrator ends them. */
function unauthorized(faults: readonly Fault[]): Judge {
  const said = faults.map(({ message }) => message).join(' ')
  if (/not valid for use with the (?:REST )?API/i.test(said))
    return {
      verdict: 'ask',
      renew: false,
      say: 'The Salesforce org asks for a high-assurance session (multi-factor) for API access, which an integration does not have. An administrator takes that policy off the connected app or the user’s profile.',
    }
  if (/not attached to Agent/i.test(said))
    return {
      verdict: 'ask',
      renew: false,
      say: 'Salesforce says that this app is not attached to the agent it acts for. An administrator attaches it in Setup.',
    }
  return { verdict: 'ask', say: signInAgain }
}

function forbidden(faults: readonly Fault[]): Judge | undefined {
  for (const { errorCode, message } of faults) {
    switch (errorCode) {
      case 'REQUEST_LIMIT_EXCEEDED':
        // Too many long calls at once pass in seconds; the day's calls come back over 24 hours.
        return { verdict: 'retry', throttled: true, waitMs: /Concurrent/i.test(message) ? concurrentMs : hourMs }
      case 'API_DISABLED_FOR_ORG':
      case 'API_CURRENTLY_DISABLED':
        return {
          verdict: 'ask',
          say: 'API access is switched off for this Salesforce org or user. It needs an edition with API access (Enterprise and up) and the permission API Enabled.',
        }
      case 'FUNCTIONALITY_NOT_ENABLED':
      case 'FEATURENOTENABLED':
      case 'INSUFFICIENT_ACCESS':
      case 'INSUFFICIENT_ACCESS_OR_READONLY':
        // Of one object or feature, not of the connection: whoever asked knows what to do without it.
        return 'refused'
    }
  }
  return {
    verdict: 'ask',
    say: 'Salesforce refuses this user. Give the integration user read access to leads, contacts, accounts, opportunities and campaigns, with View All on each.',
  }
}

function faultsIn(text: string): Fault[] {
  try {
    return Faults.safeParse(JSON.parse(text)).data ?? []
  } catch {
    return []
  }
}

/** The codes of a refusal, `INVALID_FIELD` for example; none for any other error. */
export const codesOf = (error: unknown): string[] =>
  error instanceof Refused ? faultsIn(error.body).map(({ errorCode }) => errorCode) : []

/** True where a refusal has one of these codes. */
export const refusedFor = (error: unknown, ...codes: string[]): boolean =>
  codesOf(error).some((code) => codes.includes(code))
