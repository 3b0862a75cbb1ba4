import type { Judge, Usage } from '@throughline/connector-kit'
import { z } from 'zod'

const Scopes = z.record(z.string(), z.unknown()).optional()
const Body = z.looseObject({
  category: z.string().optional(),
  policyName: z.string().optional(),
  context: Scopes,
  errors: z.array(z.looseObject({ context: Scopes })).optional(),
})

/** Waits where HubSpot does not say how long: one window of the limit that was hit; the day's limit is asked about twice an hour. */
const waits = { daily: 30 * 60_000, secondly: 1_000, tenSecondly: 10_000 }
const seldomMs = 15 * 60_000

/** What HubSpot's answers mean where the usual table does not know. */
export function classify(response: Response, text: string): Judge | undefined {
  const body = read(text)
  switch (response.status) {
    case 401:
      return {
        verdict: 'ask',
        say: 'HubSpot no longer accepts this connection: the app was removed from the account, or the token was withdrawn. Sign in at HubSpot again, or enter a new private app token.',
      }
    case 403:
      return { verdict: 'ask', say: missing(body) }
    case 423:
      return { verdict: 'retry' }
    case 429:
      return tooMany(response, body?.policyName ?? '')
    case 477:
      // The account is being moved to another data centre: up to a day, and HubSpot says until when.
      return { verdict: 'retry', throttled: true, ...(told(response) ? {} : { waitMs: seldomMs }) }
    default:
      return undefined
  }
}

function tooMany(response: Response, policy: string): Judge {
  if (policy === 'DAILY')
    return {
      verdict: 'retry',
      throttled: true,
      waitMs: Math.max(waits.daily, told(response) ? Number(response.headers.get('retry-after')) * 1_000 || 0 : 0),
    }
  if (told(response)) return { verdict: 'retry', throttled: true }
  if (policy.startsWith('TEN_SECONDLY')) return { verdict: 'retry', throttled: true, waitMs: waits.tenSecondly }
  if (policy === 'SECONDLY') return { verdict: 'retry', throttled: true, waitMs: waits.secondly }
  return { verdict: 'retry', throttled: true }
}

const told = ({ headers }: Response): boolean => headers.has('retry-after')

function missing(body: z.infer<typeof Body> | undefined): string {
  const contexts = [body?.context, ...(body?.errors ?? []).map(({ context }) => context)]
  const named = contexts.flatMap((context) =>
    ['requiredGranularScopes', 'requiredScopes', 'missingScopes'].flatMap((name) => context?.[name] ?? []),
  )
  const scopes = [...new Set(named)].filter(
    (scope): scope is string => typeof scope === 'string' && /^[a-z0-9._-]{3,80}$/i.test(scope),
  )
  const what = scopes.length > 0 ? `the permission ${scopes.join(' or ')}` : 'a permission that is needed here'
  return `This HubSpot connection lacks ${what}. Sign in at HubSpot again and grant it, or add it to the private app. Where the account’s plan does not have it, switch that part off in the settings.`
}

function read(text: string): z.infer<typeof Body> | undefined {
  try {
    return Body.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** What is left of the limits, as told with each answer; search tells nothing, signed-in apps have no daily limit. */
export function usage({ headers }: Response): Usage[] {
  const share = (limit: string, remaining: string): number | undefined => {
    const [of, left] = [headers.get(limit), headers.get(remaining)].map((value) =>
      value === null ? NaN : Number(value),
    )
    return of !== undefined && left !== undefined && of > 0 && left >= 0 ? 1 - left / of : undefined
  }
  const day = share('x-hubspot-ratelimit-daily', 'x-hubspot-ratelimit-daily-remaining')
  const window = share('x-hubspot-ratelimit-max', 'x-hubspot-ratelimit-remaining')
  return [
    // The last tenth of the day's calls is left to the customer's other integrations.
    ...(day === undefined ? [] : [{ name: 'calls today', used: day, bucket: 'calls', restMs: seldomMs }]),
    ...(window === undefined ? [] : [{ name: 'calls in 10 seconds', used: window, bucket: 'calls', restMs: 1_000 }]),
  ]
}
