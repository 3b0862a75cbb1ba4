import { expect, test } from 'vitest'
import { isSameOrigin } from './same-origin.ts'

const https = new URL('https://app.example.org')
const plain = new URL('http://127.0.0.1:3000')
const from = (headers: Record<string, string>, publicUrl = https) => isSameOrigin(new Headers(headers), publicUrl)

test('our own pages may change something', () => {
  expect(from({ origin: 'https://app.example.org' })).toBe(true)
  expect(from({ 'sec-fetch-site': 'same-origin' })).toBe(true)
})

test('the host that was asked is our own too', () => {
  expect(from({ origin: 'http://localhost:3000', host: 'localhost:3000' }, plain)).toBe(true)
  expect(from({ origin: 'https://client.example.net', host: 'client.example.net' })).toBe(true)
})

test('another site may not, whatever else it says', () => {
  expect(from({ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' })).toBe(false)
  expect(from({ origin: 'https://evil.example', host: 'app.example.org' })).toBe(false)
  expect(from({ 'sec-fetch-site': 'cross-site' })).toBe(false)
  expect(from({ 'sec-fetch-site': 'same-site' })).toBe(false)
  expect(from({ 'sec-fetch-site': 'none' })).toBe(false)
})

test('a sandboxed page, whose origin is null, may not, nor a request that says nothing', () => {
  expect(from({ origin: 'null' })).toBe(false)
  expect(from({})).toBe(false)
})

test('a page over plain http is not ours where ours are over https', () => {
  expect(from({ origin: 'http://app.example.org', host: 'app.example.org' })).toBe(false)
})
