import { createHmac, timingSafeEqual } from 'node:crypto'
import type { RawRequest } from '@throughline/connector-kit'

/** Older than this, or as far ahead, a delivery is somebody's recording of one. */
const toleranceMs = 300_000

/** Standard Webhooks: `v1,<base64>` of `{id}.{seconds}.{raw body}`; several while a key is being changed. */
export function provesStandard({ headers, body }: RawRequest, key: string | undefined, now: Date): boolean {
  const id = headers.get('webhook-id') ?? ''
  const seconds = headers.get('webhook-timestamp') ?? ''
  if (!key || id === '' || !isRecent(Number(seconds) * 1_000, now)) return false
  const expected = sign(key.replace(/^whsec_/, ''), `${id}.${seconds}.`, body)
  const given = (headers.get('webhook-signature') ?? '').split(' ').flatMap((part) => {
    const [version, signature] = part.split(',')
    return version === 'v1' && signature ? [signature] : []
  })
  return given.some((signature) => same(signature, expected))
}

/** The older scheme: `hmac;1;<milliseconds>;<base64>` of `{milliseconds}.{raw body}`, several joined by commas. */
export function provesLegacy({ headers, body }: RawRequest, key: string | undefined, now: Date): boolean {
  if (!key) return false
  return (headers.get('openphone-signature') ?? '').split(',').some((part) => {
    const [scheme, version, milliseconds = '', signature = ''] = part.trim().split(';')
    if (scheme !== 'hmac' || version !== '1' || !isRecent(Number(milliseconds), now)) return false
    return same(signature, sign(key, `${milliseconds}.`, body))
  })
}

/** Signs as the provider does, with a key in base64. */
export const sign = (key: string, before: string, body: Uint8Array): string =>
  createHmac('sha256', Buffer.from(key, 'base64')).update(before).update(body).digest('base64')

const isRecent = (milliseconds: number, now: Date): boolean =>
  Number.isFinite(milliseconds) && Math.abs(now.getTime() - milliseconds) <= toleranceMs

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
