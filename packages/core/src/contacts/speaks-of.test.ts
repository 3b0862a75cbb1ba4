import { expect, test } from 'vitest'
import { speaksOf } from './speaks-of.ts'

const says = speaksOf([{ email: 'Zelda@Example.org', phone: '(314) 555-0142' }])

test('a text with the address or the number, however written, speaks of the person', () => {
  expect(says('{"donor":{"email":"zelda@example.org"}}')).toBe(true)
  for (const phone of ['3145550142', '+1 314-555-0142', '1.314.555.0142', '(314)555 0142'])
    expect(says(`{"phone":"${phone}"}`), phone).toBe(true)
})

test('one with another address, other digits, or only the name does not', () => {
  expect(says('{"email":"zelda@example.com","name":"Zelda Zimmermann"}')).toBe(false)
  expect(says('{"lineitem":93145550142,"zip":"31455","n":50142}')).toBe(false)
  expect(speaksOf([{}])('{"email":"","phone":""}')).toBe(false)
})
