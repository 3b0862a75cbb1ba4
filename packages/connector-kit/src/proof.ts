import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** Compares in constant time, also where the lengths differ. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/** True where the request carries HTTP Basic with this user and password. Blank credentials prove nothing. */
export function provesBasic(headers: Headers, user: string, password: string): boolean {
  const [, encoded] = /^Basic\s+([A-Za-z0-9+/=_-]+)\s*$/i.exec(headers.get('authorization') ?? '') ?? []
  const given = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8')
  const same = sameSecret(given, `${user}:${password}`)
  return same && user !== '' && password !== ''
}

/** True where `given` is the HMAC-SHA-256 of these bytes in hex, with or without `sha256=` before it. */
export function provesHmac(bytes: Uint8Array, given: string | null, secret: string): boolean {
  const expected = createHmac('sha256', secret).update(bytes).digest('hex')
  return secret !== '' && sameSecret((given ?? '').replace(/^sha256=/, ''), expected)
}
