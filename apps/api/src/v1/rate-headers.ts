import type { Allowance } from '@throughline/core/api-keys'

/**
 * What is left of a limit, as draft-ietf-httpapi-ratelimit-headers (10) says it: `RateLimit-Policy` has the quota and its window
 * in seconds, `RateLimit` what remains and in how many seconds it is whole again.
 */
export function rateHeaders({
  policy,
  limit,
  windowSeconds,
  remaining,
  resetSeconds,
}: Allowance): Record<string, string> {
  return {
    'ratelimit-policy': `"${policy}";q=${limit};w=${windowSeconds}`,
    ratelimit: `"${policy}";r=${remaining};t=${resetSeconds}`,
  }
}
