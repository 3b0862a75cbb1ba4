import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { newRecoveryCodes, recoveryCodeHash } from './recovery-codes.ts'

describe('recovery codes', () => {
  test('are ten, each of 80 random bits in letters that are read off paper without doubt', () => {
    const codes = newRecoveryCodes((bytes) => randomBytes(bytes))
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
  })

  test('hold every bit that was given: other bytes, another code', () => {
    expect(newRecoveryCodes((bytes) => new Uint8Array(bytes))[0]).toBe('0000-0000-0000-0000')
    expect(newRecoveryCodes((bytes) => new Uint8Array(bytes).fill(255))[0]).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ')
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), fc.nat(79), (bytes, bit) => {
        const other = Uint8Array.from(bytes)
        other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(newRecoveryCodes(() => bytes)[0]).not.toBe(newRecoveryCodes(() => other)[0])
      }),
    )
  })

  test('are the same however they are typed: small, without hyphens, with a letter O for a nought', () => {
    const [code = ''] = newRecoveryCodes((bytes) => new Uint8Array(bytes).fill(0b00001_000))
    const hash = recoveryCodeHash(code)
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(recoveryCodeHash(code.toLowerCase())).toBe(hash)
    expect(recoveryCodeHash(` ${code.replaceAll('-', ' ')} `)).toBe(hash)
    expect(recoveryCodeHash(code.replaceAll('0', 'o').replaceAll('1', 'l'))).toBe(hash)
  })

  test.each(['', '123456', '0000-0000-0000-000', '0000-0000-0000-00000', '0000-0000-0000-000U', '0000-0000-0000-000é'])(
    '%o is none',
    (typed) => {
      expect(recoveryCodeHash(typed)).toBeUndefined()
    },
  )
})
