import { expect, test } from 'vitest'
import { provesLegacy, provesStandard, sign } from './signatures.ts'

const request = (body: string, headers: Record<string, string>) => ({
  method: 'POST',
  url: 'https://receiver.example/',
  headers: new Headers(headers),
  body: Buffer.from(body),
})

test('the published vector of Standard Webhooks is accepted, in time and unchanged only', () => {
  const key = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
  const headers = {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  }
  const body = '{"test": 2432232314}'
  const at = (seconds: number) => new Date((1_614_265_330 + seconds) * 1_000)
  expect(provesStandard(request(body, headers), key, at(299))).toBe(true)
  expect(provesStandard(request(body, headers), key, at(301))).toBe(false)
  expect(provesStandard(request(body, headers), key, at(-301))).toBe(false)
  expect(provesStandard(request('{"test": 2432232315}', headers), key, at(0))).toBe(false)
  expect(provesStandard(request(body, headers), '', at(0))).toBe(false)
  const signature = `v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=`
  expect(provesStandard(request(body, { ...headers, 'webhook-signature': signature }), key, at(0))).toBe(false)
})

test('the older scheme takes any of several signatures, over raw bytes that are no English, with a key of any bytes', () => {
  const key = Buffer.from([0x80, 0xff, 0x00, 0x7f, 0xc3]).toString('base64')
  const body = '{"text":"¡Sí, mañana! 🎉"}'
  const at = '1772452800825'
  const now = new Date(Number(at) + 1_000)
  const good = `hmac;1;${at};${sign(key, `${at}.`, Buffer.from(body))}`
  const other = `hmac;1;${at};${sign('b3RoZXI=', `${at}.`, Buffer.from(body))}`
  const proves = (header: string, when = now) =>
    provesLegacy(request(body, { 'openphone-signature': header }), key, when)
  expect(proves(good)).toBe(true)
  expect(proves(`${other},${good}`)).toBe(true)
  expect(proves(other)).toBe(false)
  expect(proves(good, new Date(now.getTime() + 300_000))).toBe(false)
  expect(proves(good.replace('hmac;1', 'hmac;2'))).toBe(false)
})
