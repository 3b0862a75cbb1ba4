import { expect, test } from 'vitest'
import { aboutText, kindText } from './about-text.ts'

const names = new Map([['01a', 'ActBlue']])

test('work is about a connection by its name, and the stream of it', () => {
  expect(aboutText('01a', names)).toBe('ActBlue')
  expect(aboutText('01a/donation_notices', names)).toBe('ActBlue, donation notices')
})

test('what nobody has a name for is not said in numbers', () => {
  expect(aboutText('7f3', names)).toBe('–')
  expect(aboutText(null, names)).toBe('all of this client')
})

test('every kind of work is said in words', () => {
  expect(kindText('read-connection')).toBe('Reading a source')
  expect(kindText('some-new_kind')).toBe('some new kind')
})
