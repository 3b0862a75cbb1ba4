import { expect, test } from 'vitest'
import { isOwnMachine } from './own-machine.ts'

const here = { publicUrl: 'http://127.0.0.1:3000', address: '127.0.0.1', headers: new Headers() }

test('whoever sits at the machine is at their own', () => {
  expect(isOwnMachine(here)).toBe(true)
  expect(isOwnMachine({ ...here, publicUrl: 'http://localhost:3000', address: '::1' })).toBe(true)
  expect(isOwnMachine({ ...here, address: '::ffff:127.0.0.1' })).toBe(true)
})

test('whoever comes over a network is not, though the server was never told its address', () => {
  for (const address of ['192.0.2.7', '172.17.0.1', '::ffff:192.0.2.7', '2001:db8::1', 'unknown', '127.0.0.1.example'])
    expect(isOwnMachine({ ...here, address })).toBe(false)
})

test('nor is anybody whose request was passed on, or where the address is a public one', () => {
  for (const name of ['x-forwarded-for', 'forwarded', 'via'])
    expect(isOwnMachine({ ...here, headers: new Headers({ [name]: '192.0.2.7' }) })).toBe(false)
  expect(isOwnMachine({ ...here, publicUrl: 'https://numbers.example.org' })).toBe(false)
})
