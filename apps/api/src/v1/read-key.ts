import { Instant, KeyKind, KeyScope } from '@throughline/canonical'
import { z } from 'zod'
import type { Operation } from './operation.ts'

const KeyItself = z.object({
  keyId: z.uuid(),
  name: z.string(),
  kind: KeyKind,
  scopes: z.array(KeyScope),
  tenant: z.string().describe('The client whose key this is.'),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  lastUsedAt: Instant.nullable().describe('To the minute.'),
  limits: z.object({
    requestsPerMinute: z.int().describe('Of this key, of everything but sending events.'),
    eventsPerSecond: z.int().describe('Of the client, all its keys together.'),
    eventsBurst: z.int().describe('What a client that was quiet may send at once.'),
  }),
})

/** What this key is: whether it works, whose it is, what it may do and how much. */
export const readKey: Operation = {
  id: 'readKey',
  method: 'GET',
  path: '/v1/key',
  summary: 'What this key is',
  description: 'Any server key may ask. The first thing to call when something does not work.',
  counts: 'requests',
  answers: { 200: { description: 'The key.', body: KeyItself } },
  async handle({ deps, key }) {
    const itself = await deps.services.apiKeys.itself(key)
    const { keyId, kind, scopes } = key
    const expiresAt = key.expiresAt?.toISOString() ?? null
    return Response.json(KeyItself.parse({ keyId, kind, scopes, expiresAt, ...itself }))
  },
}
