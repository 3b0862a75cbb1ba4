import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tenantKeyring } from './keyring.ts'
import { masterKeyFrom } from './master-key.ts'

const key = (n: number) => new Uint8Array(32).fill(n)
const tenant = '00000000-0000-4000-8000-000000000011'
const ring = tenantKeyring(tenant, new Map([[1, key(1)]]))
const bytes = (text: string) => new TextEncoder().encode(text)

describe('a tenant’s keyring', () => {
  test('opens what it sealed, whatever it was', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), (plain, context) => {
        expect([...ring.open(ring.seal(plain, context), context)]).toEqual([...plain])
      }),
    )
  })

  test('does not open what was sealed for another place, by another tenant, or was changed by a bit', () => {
    const sealed = ring.seal(bytes('a token'), 'connection_secret')
    expect(() => ring.open(sealed, 'vault')).toThrow()
    expect(() =>
      tenantKeyring('00000000-0000-4000-8000-000000000012', new Map([[1, key(1)]])).open(sealed, 'connection_secret'),
    ).toThrow()
    const changed = Uint8Array.from(sealed)
    changed[20] = (changed[20] ?? 0) ^ 1
    expect(() => ring.open(changed, 'connection_secret')).toThrow()
  })

  test('a rotated keyring opens the old, seals with the new, and hashes as before', () => {
    const rotated = tenantKeyring(
      tenant,
      new Map([
        [1, key(1)],
        [2, key(2)],
      ]),
    )
    expect([...rotated.open(ring.seal(bytes('old'), 'x'), 'x')]).toEqual([...bytes('old')])
    expect(() => ring.open(rotated.seal(bytes('new'), 'x'), 'x')).toThrow('no key of version 2')
    expect(rotated.hash('email', 'avery@example.org')).toBe(ring.hash('email', 'avery@example.org'))
  })

  test('the same address hashes apart for two tenants and for two kinds', () => {
    const other = tenantKeyring(tenant, new Map([[1, key(9)]]))
    expect(other.hash('email', 'a@example.org')).not.toBe(ring.hash('email', 'a@example.org'))
    expect(ring.hash('phone', 'a@example.org')).not.toBe(ring.hash('email', 'a@example.org'))
  })

  test('a person’s key, unwrapped, opens what it sealed; a wrapped key of another tenant is no use', () => {
    const { wrapped, key: person } = ring.newPersonKey()
    const sealed = person.seal(bytes('Avery Example'), 'vault')
    expect([...ring.openPersonKey(wrapped).open(sealed, 'vault')]).toEqual([...bytes('Avery Example')])
    const other = tenantKeyring(tenant, new Map([[1, key(9)]]))
    expect(() => other.openPersonKey(wrapped)).toThrow()
  })
})

test('a master key is 32 bytes or nothing', () => {
  expect(() => masterKeyFrom(new Uint8Array(31))).toThrow('32 bytes')
})
