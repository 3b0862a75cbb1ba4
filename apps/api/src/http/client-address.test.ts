import { expect, test } from 'vitest'
import { clientAddress } from './client-address.ts'

const headers = new Headers({ 'x-forwarded-for': '203.0.113.9, 198.51.100.4' })
const socket = { incoming: { socket: { remoteAddress: '192.0.2.7' } } }

test('without a proxy of ours nobody says who they are: the socket does', () => {
  expect(clientAddress(headers, socket, false)).toBe('192.0.2.7')
})

test('behind a proxy of ours it is what that proxy saw, not what the browser claims to come through', () => {
  expect(clientAddress(headers, socket, true)).toBe('198.51.100.4')
  expect(clientAddress(new Headers(), socket, true)).toBe('192.0.2.7')
})

test('the app’s server side says for whom it asks', () => {
  expect(clientAddress(headers, { remoteAddress: '192.0.2.8' }, false)).toBe('192.0.2.8')
  expect(clientAddress(headers, undefined, false)).toBe('unknown')
})
