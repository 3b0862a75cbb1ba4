import fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { describe, expect, test } from 'vitest'
import { identitiesOf } from './identities.ts'
import { normaliseEmail, normalisePhone } from './normalise.ts'
import { maskedName, vaultAfter } from './vault-entry.ts'

describe('an address as it is hashed', () => {
  test.each([
    ['(314) 555-0142', '+13145550142'],
    ['314.555.0142 x123', '+13145550142'],
    ['1 314 555 0142 ext. 9', '+13145550142'],
    ['+44 20 7946 0958', '+442079460958'],
    ['12345', undefined],
    ['none', undefined],
    ['', undefined],
  ])('the phone %s is %s', (phone, normalised) => {
    expect(normalisePhone(phone)).toBe(normalised)
  })

  test('the quick way for North American numbers gives what the library gives', () => {
    const digit = (min: number) => fc.integer({ min, max: 9 })
    const number = fc
      .tuple(digit(2), digit(0), digit(0), digit(2), ...Array.from({ length: 6 }, () => digit(0)))
      .map((digits) => digits.join(''))
    fc.assert(
      fc.property(number, fc.constantFrom('', '1', '+1'), (digits, prefix) => {
        expect(normalisePhone(prefix + digits)).toBe(parsePhoneNumberFromString(prefix + digits, 'US')?.number)
      }),
    )
  })

  test('an email is trimmed and lower-cased and nothing else', () => {
    expect(normaliseEmail(' Avery.X+tag@Example.ORG ')).toBe('avery.x+tag@example.org')
    expect(normaliseEmail('not an address')).toBeUndefined()
  })
})

test('a person is known by email, else phone, else the source’s own id, else the order alone', () => {
  const all = { email: 'A@b.org', phone: '3145550142', externalIds: { donor: '7' }, anonymousKey: 'AB1' }
  expect(identitiesOf(all, 'acme')).toEqual({
    key: { kind: 'email', text: 'a@b.org' },
    rank: 0,
    others: [
      { kind: 'phone', text: '+13145550142' },
      { kind: 'id:acme:donor', text: '7' },
    ],
  })
  expect(identitiesOf({ ...all, email: '' }, 'acme').key).toEqual({ kind: 'phone', text: '+13145550142' })
  expect(identitiesOf({ externalIds: { donor: '7' }, anonymousKey: 'AB1' }, 'acme').key.kind).toBe('id:acme:donor')
  expect(identitiesOf({ anonymousKey: 'AB1' }, 'acme')).toEqual({
    key: { kind: 'anonymous:acme', text: 'AB1' },
    rank: 3,
    others: [],
  })
})

test('the newest non-empty field wins in the vault, an older one only fills a gap, an empty one never erases', () => {
  const person = (more: object) => ({ anonymousKey: 'x', ...more })
  const first = vaultAfter(undefined, person({ firstName: 'Avery', email: 'a@b.org' }), '2026-02-01T00:00:00.000Z')
  const second = vaultAfter(
    first,
    person({ firstName: '', lastName: 'Example', email: 'new@b.org' }),
    '2026-03-01T00:00:00.000Z',
  )
  expect(second).toEqual({
    firstName: 'Avery',
    lastName: 'Example',
    email: 'new@b.org',
    at: '2026-03-01T00:00:00.000Z',
  })
  const third = vaultAfter(second, person({ firstName: 'Old', phone: '1' }), '2026-01-01T00:00:00.000Z')
  expect(third).toEqual({ ...second, phone: '1' })
  expect(vaultAfter(third, person({ firstName: 'Avery' }), '2026-04-01T00:00:00.000Z')).toBeUndefined()
})

test('a masked name shows initials and nothing more', () => {
  expect(maskedName({ firstName: 'avery', lastName: ' Example' })).toBe('A… E…')
  expect(maskedName({ firstName: '🦊fox' })).toBe('🦊…')
  expect(maskedName({})).toBe('Someone')
})
