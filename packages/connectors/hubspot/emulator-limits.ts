import { json } from './emulator-answers.ts'

export interface EmulatedLimits {
  /** The answer that says no, or the headers that say what is left. */
  take(kind: 'search' | 'calls'): Response | Record<string, string>
}

const windows = { search: { most: 5, ms: 1_000 }, calls: { most: 110, ms: 10_000 } } as const

/**
 * A rolling limit of calls, one of its own for search, and the day's; `Retry-After` is there every other time. Search tells nothing
 * of what is left, and signed-in apps have no limit a day.
 */
export function createLimits(options: {
  now: () => number
  /** Off: no limit, to load history. */
  on: () => boolean
  /** Calls a day and how many are used up; none for signed-in apps. */
  daily: () => { limit: number; used: number } | undefined
  count: () => void
}): EmulatedLimits {
  const taken: Record<'search' | 'calls', number[]> = { search: [], calls: [] }
  let refusals = 0

  function tooMany(policyName: string, waitMs: number): Response {
    refusals += 1
    const words = policyName === 'SECONDLY' ? 'secondly' : policyName === 'DAILY' ? 'daily' : 'ten_secondly_rolling'
    return json(
      429,
      {
        status: 'error',
        message: `You have reached your ${words} limit.`,
        errorType: 'RATE_LIMIT',
        correlationId: 'c033cdaa-0000-4000-8000-000000000000',
        policyName,
      },
      policyName !== 'DAILY' && refusals % 2 === 0 ? { 'retry-after': String(Math.ceil(waitMs / 1_000)) } : {},
    )
  }

  return {
    take: (kind) => {
      if (!options.on()) return {}
      const daily = options.daily()
      if (daily && daily.used >= daily.limit) return tooMany('DAILY', 0)
      const { most, ms } = windows[kind]
      const now = options.now()
      const within = taken[kind].filter((time) => time > now - ms)
      taken[kind] = within
      if (within.length >= most)
        return tooMany(kind === 'search' ? 'SECONDLY' : 'TEN_SECONDLY_ROLLING', (within[0] ?? now) + ms - now)
      within.push(now)
      options.count()
      if (kind === 'search') return {}
      return {
        'x-hubspot-ratelimit-max': String(most),
        'x-hubspot-ratelimit-remaining': String(most - within.length),
        'x-hubspot-ratelimit-interval-milliseconds': String(ms),
        ...(daily
          ? {
              'x-hubspot-ratelimit-daily': String(daily.limit),
              'x-hubspot-ratelimit-daily-remaining': String(daily.limit - daily.used - 1),
            }
          : {}),
      }
    },
  }
}
