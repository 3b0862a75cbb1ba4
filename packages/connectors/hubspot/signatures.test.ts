import { describe, expect, test } from 'vitest'
import { isFromHubSpot, signatureV1, signatureV3 } from './signatures.ts'

const secret = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy'
const url = 'https://www.example.com/webhook_uri'
const bytes = (text: string) => Buffer.from(text)
const request = (body: string, headers: Record<string, string>, method = 'POST') => ({
  method,
  url,
  headers: new Headers(headers),
  body: bytes(body),
})

/** Printed in the tests of HubSpot's own clients for Python and Ruby. */
const published = [
  { sentAt: 1_693_657_560_000, signature: 'K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=' },
  { sentAt: 1_700_000_300_000, signature: 'RnbPH7+UMKVkbV32P8bz450N4M56aPmcru1+D3kSDtw=' },
]
const publishedBody = "{'example_field':'example_value'}"
const v3 = (sentAt: number, signature: string) => ({
  'x-hubspot-signature-v3': signature,
  'x-hubspot-request-timestamp': String(sentAt),
})

describe('version 3', () => {
  test('accepts HubSpot’s own published signatures', () => {
    for (const { sentAt, signature } of published) {
      expect(signatureV3(secret, 'POST', url, bytes(publishedBody), String(sentAt))).toBe(signature)
      const signed = request(publishedBody, v3(sentAt, signature))
      expect(isFromHubSpot(signed, secret, new Date(sentAt + 1_000), url)).toBe(true)
    }
  })

  test('refuses them with anything changed: body, address, method, time, secret', () => {
    const [vector] = published
    if (!vector) throw new Error('a vector')
    const { sentAt, signature } = vector
    const now = new Date(sentAt + 1_000)
    const good = v3(sentAt, signature)
    const refused = [
      isFromHubSpot(request(`${publishedBody} `, good), secret, now, url),
      isFromHubSpot(request(publishedBody, good), secret, now, `${url}/`),
      isFromHubSpot(request(publishedBody, good), secret, now, url.replace('https', 'http')),
      isFromHubSpot(request(publishedBody, good, 'PUT'), secret, now, url),
      isFromHubSpot(request(publishedBody, v3(sentAt + 1, signature)), secret, now, url),
      isFromHubSpot(request(publishedBody, good), `${secret}x`, now, url),
      isFromHubSpot(request(publishedBody, good), '', now, url),
      isFromHubSpot(request(publishedBody, { 'x-hubspot-signature-v3': signature }), secret, now, url),
      isFromHubSpot(request(publishedBody, { ...good, 'x-hubspot-request-timestamp': 'abc' }), secret, now, url),
    ]
    expect(refused).toEqual(refused.map(() => false))
    expect(isFromHubSpot(request(publishedBody, good), secret, now, url)).toBe(true)
  })

  test('holds for five minutes, and as long ahead of our clock', () => {
    const [vector] = published
    if (!vector) throw new Error('a vector')
    const { sentAt, signature } = vector
    const at = (ms: number) =>
      isFromHubSpot(request(publishedBody, v3(sentAt, signature)), secret, new Date(sentAt + ms), url)
    expect([at(300_000), at(-300_000), at(300_001), at(-300_001)]).toEqual([true, true, false, false])
  })

  test('covers the address as HubSpot decodes it, query and all', () => {
    const called = 'https://example.com/api/hubspot/webhooks?src=hs%3Aapp%2Fv3&x=%28a%29&y=a%20b'
    const sentAt = 1_790_000_001_000
    const sign = (address: string) => signatureV3(secret, 'POST', address, bytes('[]'), String(sentAt))
    const holds = (address: string) =>
      isFromHubSpot(request('[]', v3(sentAt, sign(address))), secret, new Date(sentAt), called)
    expect(holds('https://example.com/api/hubspot/webhooks?src=hs:app/v3&x=(a)&y=a%20b')).toBe(true)
    expect(holds(called)).toBe(true)
    expect(holds('https://example.com/api/hubspot/webhooks?src=hs:app/v3&x=(b)&y=a%20b')).toBe(false)
  })

  test('hashes the bytes as they came, whatever is in them', () => {
    const body = Buffer.from([0xff, 0xfe, 0x5b, 0x5d])
    const sentAt = '1790000001000'
    const signed = signatureV3(secret, 'POST', url, body, sentAt)
    const headers = new Headers(v3(Number(sentAt), signed))
    expect(isFromHubSpot({ method: 'POST', url, headers, body }, secret, new Date(Number(sentAt)), url)).toBe(true)
  })
})

describe('version 1', () => {
  const body =
    '[{"eventId":1,"subscriptionId":12345,"portalId":62515,"occurredAt":1564113600000,"subscriptionType":"contact.creation","attemptNumber":0,"objectId":123,"changeSource":"CRM","changeFlag":"NEW","appId":54321}]'
  const signature = '232db2615f3d666fe21a8ec971ac7b5402d33b9a925784df3ca654d05f4817de'
  const headers = { 'x-hubspot-signature': signature, 'x-hubspot-signature-version': 'v1' }
  const then = new Date(1_564_113_600_000 + 60_000)

  test('accepts HubSpot’s own published signature where there is no newer one', () => {
    expect(signatureV1(secret, bytes(body))).toBe(signature)
    expect(isFromHubSpot(request(body, headers), secret, then, url)).toBe(true)
    expect(isFromHubSpot(request(`${body} `, headers), secret, then, url)).toBe(false)
  })

  test('counts for nothing beside a version 3 that is wrong', () => {
    const both = { ...headers, ...v3(then.getTime(), 'wrong') }
    expect(isFromHubSpot(request(body, both), secret, then, url)).toBe(false)
  })

  test('is not good for ever: events of days ago are not news', () => {
    expect(isFromHubSpot(request(body, headers), secret, new Date(then.getTime() + 4 * 86_400_000), url)).toBe(false)
  })
})

test('version 2 is never sent for changes of records and proves nothing here', () => {
  const body = '{"example_field":"example_value"}'
  const signature = '9569219f8ba981ffa6f6f16aa0f48637d35d728c7e4d93d0d52efaa512af7900'
  const headers = { 'x-hubspot-signature': signature, 'x-hubspot-signature-version': 'v2' }
  expect(isFromHubSpot(request(body, headers), secret, new Date('2026-11-15T17:00:00Z'), url)).toBe(false)
  expect(isFromHubSpot(request(body, {}), secret, new Date('2026-11-15T17:00:00Z'), url)).toBe(false)
})
