import type { KeyScope } from '@throughline/canonical'
import { cast } from '@throughline/db/testing'
import { answerOf, type Answer } from '../house/browser.ts'
import type { House, Name } from '../house/open-house.ts'

/** The pages that browser keys of these tests are for. */
export const site = 'https://www.example.org'

/** A request as a program sends it: no cookie, no origin, unless it says so. */
export type Call = (path: string, init?: RequestInit) => Promise<Answer>

/** A program that calls with this key, or with none. */
export function caller(house: House, key?: string): Call {
  return async (path, init = {}) => {
    const headers = new Headers(init.headers)
    if (key !== undefined) headers.set('authorization', `Bearer ${key}`)
    return answerOf(
      await house.api.fetch(new Request(`http://127.0.0.1:3000${path}`, { ...init, headers }), {
        remoteAddress: '192.0.2.7',
      }),
    )
  }
}

interface Made {
  by?: Name
  tenantId?: string
  scopes?: KeyScope[]
  origins?: string[]
  expiresAt?: string | null
}

/** A new key, made by somebody who may. */
export async function makeKey(house: House, made: Made = {}): Promise<{ keyId: string; key: string }> {
  const { by = 'olive', tenantId = cast.harbor, scopes = ['ingest'], origins = [], expiresAt = null } = made
  const actor = (await house.services.signIn.authenticate((await house.as(by)).token ?? ''))?.actor
  if (!actor) throw new Error(`${by} is not here`)
  const kind = origins.length > 0 ? ('browser' as const) : ('server' as const)
  return house.services.apiKeys.create(actor, tenantId, { kind, name: 'Tried', scopes, origins, expiresAt })
}

/** Everybody who tries an operation after its owner did. */
export const others = [
  'anotherClient',
  'anotherAgency',
  'revoked',
  'expired',
  'makerGone',
  'wrongScope',
  'browserKey',
  'unknownKey',
  'halfAKey',
  'keyInAddress',
  'session',
  'nobody',
] as const
export type Other = (typeof others)[number]

/** How each of them calls. `every` has all scopes but, for `wrongScope`, the one that is needed. */
export async function callersOf(house: House, needed: KeyScope | undefined): Promise<Record<Other, Call>> {
  const every: KeyScope[] = ['ingest', 'events:admin', 'keys:admin', 'metrics:admin']
  const area = needed?.split(':')[0]
  const { apiKeys, signIn } = house.services
  const olive = (await signIn.authenticate((await house.as('olive')).token ?? ''))?.actor
  if (!olive) throw new Error('olive is not here')
  const working = (await makeKey(house, { scopes: every })).key
  const revoked = await makeKey(house, { scopes: every })
  await apiKeys.revoke(olive, cast.harbor, revoked.keyId)
  const expired = await makeKey(house, { scopes: every, expiresAt: '2027-01-01T00:00:00.000Z' })
  const gone = await makeKey(house, { scopes: every })
  await house.t.superuser`update api_key set expires_at = ${house.now().toISOString()} where key_id = ${expired.keyId}`
  await house.t.superuser`update api_key set created_by = ${cast.rex} where key_id = ${gone.keyId}`
  const key = async (made: Made) => caller(house, (await makeKey(house, made)).key)
  const browserKey = await key({ origins: [site] })
  const session = await house.as('olive')
  return {
    anotherClient: await key({ tenantId: cast.rivers, scopes: every }),
    anotherAgency: await key({ by: 'otto', tenantId: cast.prairie, scopes: every }),
    revoked: caller(house, revoked.key),
    expired: caller(house, expired.key),
    makerGone: caller(house, gone.key),
    wrongScope: await key({ scopes: every.filter((scope) => scope.split(':')[0] !== area) }),
    browserKey: (path, init) => browserKey(path, { ...init, headers: { ...init?.headers, origin: site } }),
    unknownKey: caller(house, await unknownKey(house)),
    halfAKey: caller(house, working.slice(0, 30)),
    keyInAddress: (path, init) => caller(house)(`${path}${path.includes('?') ? '&' : '?'}key=${working}`, init),
    session: async (path, init) => answerOf(await session.fetch(path, init)),
    nobody: caller(house),
  }
}

/** Whole and well made, and nobody's. */
async function unknownKey(house: House): Promise<string> {
  const { key, keyId } = await makeKey(house)
  await house.t.superuser`delete from api_key where key_id = ${keyId}`
  return key
}
