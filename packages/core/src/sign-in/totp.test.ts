import { describe, expect, test } from 'vitest'
import { acceptedStep, newTotpSecret, totpCode, totpInvitation } from './totp.ts'

/** RFC 6238, appendix B: the SHA-1 secret, and the last six of the eight digits printed there. */
const secret = new TextEncoder().encode('12345678901234567890')
const at = (seconds: number) => new Date(seconds * 1000)

describe('an authenticator’s code', () => {
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
  ])('at second %i is what RFC 6238 prints', (seconds, code) => {
    expect(acceptedStep(secret, code, at(seconds), null)).toBe(Math.floor(seconds / 30))
  })

  test('works a step early and a step late, not two', () => {
    expect(acceptedStep(secret, '287082', at(59 + 30), null)).toBe(1)
    expect(acceptedStep(secret, '287082', at(29), null)).toBe(1)
    expect(acceptedStep(secret, '287082', at(59 + 60), null)).toBeUndefined()
  })

  test('works once: not again in its step, nor an older one after it', () => {
    expect(acceptedStep(secret, '287082', at(59), 0)).toBe(1)
    expect(acceptedStep(secret, '287082', at(59), 1)).toBeUndefined()
    expect(acceptedStep(secret, '287082', at(59), 2)).toBeUndefined()
  })

  test('may be typed with a space, and is nothing else than six digits', () => {
    expect(acceptedStep(secret, '287 082', at(59), null)).toBe(1)
    for (const text of ['28708', '2870822', 'abcdef', '', '-87082']) {
      expect(acceptedStep(secret, text, at(59), null)).toBeUndefined()
    }
  })

  test('of a fresh secret is what an app that read the link shows', () => {
    const fresh = newTotpSecret()
    const { secret: typed, uri } = totpInvitation(fresh, 'olive@example.org')
    expect(fresh).toHaveLength(20)
    expect(uri).toMatch(/^otpauth:\/\/totp\/Throughline:olive%40example\.org\?issuer=Throughline&secret=/)
    expect(acceptedStep(fresh, totpCode(typed, at(100)), at(100), null)).toBe(3)
  })
})
