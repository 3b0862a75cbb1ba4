import { Instant, KeyKind, KeyScope, NotFound } from '@throughline/canonical'
import { z } from 'zod'
import type { Operation } from './operation.ts'

const WorkingKeys = z.object({
  keys: z.array(
    z.object({
      keyId: z.uuid(),
      name: z.string(),
      kind: KeyKind,
      scopes: z.array(KeyScope),
      origins: z.array(z.string()),
      createdAt: Instant,
      expiresAt: Instant.nullable(),
      lastUsedAt: Instant.nullable(),
    }),
  ),
})

/** The client's keys that work: at most fifty, so there are no pages of them. */
export const listKeys: Operation = {
  id: 'listKeys',
  method: 'GET',
  path: '/v1/keys',
  summary: 'The keys that work',
  scope: 'keys:read',
  counts: 'requests',
  answers: { 200: { description: 'Every key of this client that works now.', body: WorkingKeys } },
  async handle({ deps, key }) {
    const { keys } = await deps.services.apiKeys.list(key.actor, key.tenantId)
    const working = keys.filter(({ state }) => state === 'works' || state === 'ending')
    return Response.json(WorkingKeys.parse({ keys: working }))
  },
}

/** Takes a key back, its own too. Revoking one that was revoked is no error. */
export const revokeKey: Operation = {
  id: 'revokeKey',
  method: 'DELETE',
  path: '/v1/keys/{keyId}',
  summary: 'Revoke a key',
  description: 'It stops working within half a second, everywhere. There is no way back.',
  scope: 'keys:admin',
  counts: 'requests',
  parameters: { keyId: 'The key, as `/v1/keys` lists it.' },
  answers: { 204: { description: 'The key does not work any more.' } },
  async handle({ deps, c, key }) {
    const keyId = z.uuid().safeParse(c.req.param('keyId'))
    if (!keyId.success) throw new NotFound('No such key here.')
    await deps.services.apiKeys.revoke(key.actor, key.tenantId, keyId.data)
    return new Response(null, { status: 204 })
  },
}
