import { createHmac } from 'node:crypto'
import type { Delivery } from '@throughline/connector-kit/testing'
import type { RawRequest } from '@throughline/connector-kit'
import type { App } from './schema.ts'

export type HintLevel = 'CAMPAIGN' | 'ADSET' | 'AD'

const address = 'https://receiver.example/hooks/meta/ads'

/** Signs a body as Meta does: over its very bytes. */
export function signBody(body: string, app: App): RawRequest {
  const bytes = Buffer.from(body)
  const signature = createHmac('sha256', app.appSecret).update(bytes).digest('hex')
  return {
    method: 'POST',
    url: address,
    headers: new Headers({ 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` }),
    body: bytes,
  }
}

/** What Meta says of a change: which object, and nothing of what it is now. */
export function hintOf(
  changes: readonly { accountId: string; level: HintLevel; id: string }[],
  now: Date,
  app: App,
): Delivery {
  const byAccount = Map.groupBy(changes, ({ accountId }) => accountId)
  const payload = {
    object: 'ad_account',
    entry: [...byAccount].map(([accountId, of]) => ({
      id: `act_${accountId}`,
      time: Math.floor(now.getTime() / 1_000),
      changes: of.map(({ id, level }) => ({
        field: 'in_process_ad_objects',
        value: { id, level, status_name: 'Active' },
      })),
    })),
  }
  // Letters beyond ASCII are escaped, so that a body written anew has other bytes.
  const body = JSON.stringify(payload).replace(
    /[\u0080-\uffff]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return { kind: 'ads', payload, request: signBody(body, app) }
}

/** Meta asks whether this address wants its webhooks. */
export function challenge(token: string, text = '1158201444'): RawRequest {
  const query = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': text })
  return { method: 'GET', url: `${address}?${query.toString()}`, headers: new Headers(), body: new Uint8Array() }
}
