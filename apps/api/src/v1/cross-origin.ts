import type { ProvedKey } from '@throughline/core/api-keys'
import { problemResponse } from '../http/problem.ts'
import type { Services } from '../services.ts'
import type { Operation } from './operation.ts'

const exposed = 'retry-after, ratelimit, ratelimit-policy, x-request-id'

/**
 * May a page from there send us this? Asked by browsers before they send, without a key, so the answer is for any page that a
 * browser key was ever made for; whether this key is for this page is looked at when it comes.
 */
export async function preflight(
  { apiKeys }: Pick<Services, 'apiKeys'>,
  { headers }: Request,
  { method }: Operation,
): Promise<Response> {
  const origin = headers.get('origin')
  if (origin === null || !(await apiKeys.isBrowserOrigin(origin)))
    return problemResponse({ title: 'Not allowed', status: 403, detail: 'No key was made for pages from there.' }, vary)
  return new Response(null, {
    status: 204,
    headers: {
      ...vary,
      'access-control-allow-origin': origin,
      'access-control-allow-methods': method,
      'access-control-allow-headers': 'authorization, content-type, content-encoding',
      'access-control-max-age': '600',
    },
  })
}

/** Headers by which a page may read our answer: of its own key's, and of a refusal where some key is for it. */
export async function readableFrom(
  { apiKeys }: Pick<Services, 'apiKeys'>,
  { headers }: Request,
  { browser }: Operation,
  key: ProvedKey | undefined,
): Promise<Record<string, string>> {
  if (!browser) return {}
  const origin = headers.get('origin')
  if (origin === null) return vary
  const readable = key ? key.kind === 'browser' && key.origins.includes(origin) : await apiKeys.isBrowserOrigin(origin)
  if (!readable) return vary
  return {
    ...vary,
    'access-control-allow-origin': origin,
    'access-control-expose-headers': exposed,
    // A beacon does not ask for the answer, and browsers say that it failed where none may be given.
    'cross-origin-resource-policy': 'cross-origin',
  }
}

const vary = { vary: 'Origin' }
