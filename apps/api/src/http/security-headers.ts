import type { HttpMiddleware } from './variables.ts'

/** Answers of the API are data: nothing may frame, sniff, cache or run them. */
export function securityHeaders(publicUrl: URL): HttpMiddleware {
  return async (c, next) => {
    await next()
    const { headers } = c.res
    headers.set('content-security-policy', "default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
    headers.set('x-content-type-options', 'nosniff')
    headers.set('x-frame-options', 'DENY')
    headers.set('referrer-policy', 'no-referrer')
    if (!headers.has('cross-origin-resource-policy')) headers.set('cross-origin-resource-policy', 'same-origin')
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
    if (publicUrl.protocol === 'https:') headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains')
  }
}
