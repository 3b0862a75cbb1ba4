import { provesHmac, sameSecret, type Delivered, type RawRequest } from '@throughline/connector-kit'
import { z } from 'zod'
import type { App } from './schema.ts'
import type { KindName } from './object-kinds.ts'

const Id = z.union([z.string(), z.number()]).transform(String)

/** One body, several accounts, several changes each. What a change is about stands in its value. */
export const Envelope = z.looseObject({
  object: z.string(),
  entry: z.array(
    z.looseObject({
      id: Id,
      changes: z.array(z.looseObject({ field: z.string(), value: z.unknown().optional() })).optional(),
    }),
  ),
})

const Change = z.looseObject({ id: Id, level: z.string() })

const streamOf: Partial<Record<string, KindName>> = {
  CAMPAIGN: 'campaigns',
  ADSET: 'adsets',
  AD_SET: 'adsets',
  AD: 'ads',
}

/** Meta asks once whether this address is ours: its challenge comes back only to whoever knows the verify token. */
export function handshake(request: RawRequest, app: App): Response | undefined {
  if (request.method !== 'GET') return undefined
  const { searchParams } = new URL(request.url, 'https://receiver.example')
  const token = searchParams.get('hub.verify_token') ?? ''
  if (searchParams.get('hub.mode') !== 'subscribe' || !app.verifyToken || !sameSecret(token, app.verifyToken))
    return new Response('', { status: 403 })
  const challenge = searchParams.get('hub.challenge') ?? ''
  return new Response(challenge, { headers: { 'content-type': 'text/plain; charset=utf-8' } })
}

/** Over the bytes as they came: Meta escapes letters in its own way, so a body written anew has another signature. */
export function verify({ headers, body }: RawRequest, app: App): boolean {
  const signature = headers.get('x-hub-signature-256')
  return signature !== null && signature.startsWith('sha256=') && provesHmac(body, signature, app.appSecret)
}

/** Hints only: which object of which account is to be read again. Other objects (pages, users) are none of ours. */
export function split(body: unknown): Delivered[] {
  const { object, entry } = body as z.infer<typeof Envelope>
  if (object !== 'ad_account') return []
  return entry.flatMap(({ id, changes = [] }) =>
    changes.flatMap(({ value }): Delivered[] => {
      const change = Change.safeParse(value).data
      const stream = change && streamOf[change.level.toUpperCase()]
      return stream ? [{ account: id.replace(/^act_/, ''), stream, key: change.id }] : []
    }),
  )
}
