import { Forbidden, hasScope, Invalid, Unauthenticated } from '@throughline/canonical'
import { kindOfKey, type ProvedKey } from '@throughline/core/api-keys'
import type { Services } from '../services.ts'
import type { Operation } from './operation.ts'

/**
 * The key of a request, proved. A server key stands in the `Authorization` header and nowhere else: addresses end up in logs. A
 * browser key, which is no secret, may stand in the address, since `sendBeacon` sends no headers of ours.
 * @throws Unauthenticated, Forbidden, Invalid
 */
export async function proveKey(
  { apiKeys }: Pick<Services, 'apiKeys'>,
  request: Request,
  operation: Operation,
): Promise<ProvedKey> {
  const key = await apiKeys.authenticate(keyIn(request, operation))
  if (key.kind !== 'browser') return key
  if (!operation.browser) throw new Forbidden('A browser key sends events and does nothing else.')
  if (!key.origins.includes(request.headers.get('origin') ?? ''))
    throw new Forbidden('A browser key works from the pages it was made for, and this request came from elsewhere.')
  return key
}

/** @throws Forbidden that names the scope */
export function requireScope(key: ProvedKey, { scope }: Operation): void {
  if (scope !== undefined && !hasScope(key.scopes, scope))
    throw new Forbidden(`This needs a key with the scope ${scope}.`)
}

function keyIn(request: Request, operation: Operation): string {
  const authorization = request.headers.get('authorization')
  const inAddress = new URL(request.url).searchParams.getAll('key')
  if (authorization !== null) {
    if (inAddress.length > 0) throw new Invalid('Send the key once: in the header or in the address.')
    const [, bearer] = /^Bearer +(\S+) *$/i.exec(authorization) ?? []
    if (bearer === undefined) throw new Unauthenticated('Send the key as: Authorization: Bearer tl_…')
    return bearer
  }
  const [key] = inAddress
  if (key === undefined || inAddress.length > 1)
    throw new Unauthenticated('This needs a key: Authorization: Bearer tl_…')
  if (kindOfKey(key) === 'browser' && operation.browser) return key
  throw new Invalid(
    'Only a browser key that sends events may stand in an address, since addresses are written into logs. If this is a server key, replace it and send the new one as: Authorization: Bearer tl_…',
  )
}
