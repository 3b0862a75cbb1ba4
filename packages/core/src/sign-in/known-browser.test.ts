import { describe, expect, test } from 'vitest'
import { masterKeyFrom } from '../secrets/index.ts'
import { knownBrowser, rememberBrowser } from './known-browser.ts'

const secrets = masterKeyFrom(new Uint8Array(32).fill(7))
const start = Date.parse('2026-11-20T15:00:00Z')
const day = (n: number) => new Date(start + n * 86_400_000)
const olive = 'olive@example.org'

describe('a browser that signed in', () => {
  test('is known for that account, and for no other', () => {
    const { text } = rememberBrowser(secrets, undefined, olive, day(0))
    expect(knownBrowser(secrets, text, olive, day(1))).toMatch(/^[\w-]{22}$/)
    expect(knownBrowser(secrets, text, 'sam@example.org', day(1))).toBeUndefined()
  })

  test('is known for a year after the last time, as the same one', () => {
    const first = rememberBrowser(secrets, undefined, olive, day(0))
    expect(first.expiresAt).toEqual(day(365))
    expect(knownBrowser(secrets, first.text, olive, day(364))).toBeDefined()
    expect(knownBrowser(secrets, first.text, olive, day(365))).toBeUndefined()
    const again = rememberBrowser(secrets, first.text, olive, day(300))
    expect(knownBrowser(secrets, again.text, olive, day(600))).toBe(knownBrowser(secrets, first.text, olive, day(1)))
  })

  test('that several people use is known for each, the last five', () => {
    const people = Array.from({ length: 7 }, (_, n) => `person-${n}@example.org`)
    const text = people.reduce<string | undefined>(
      (cookie, login) => rememberBrowser(secrets, cookie, login, day(0)).text,
      undefined,
    )
    const known = people.filter((login) => knownBrowser(secrets, text, login, day(1)) !== undefined)
    expect(known).toEqual(people.slice(-5))
  })

  test('keeps a cookie that names nobody, and that another installation’s key did not seal', () => {
    const { text } = rememberBrowser(secrets, undefined, olive, day(0))
    expect(text).toMatch(/^\d{13}\.[\w-]{22}\.[0-9a-f]{64}$/)
    expect(knownBrowser(masterKeyFrom(new Uint8Array(32).fill(8)), text, olive, day(1))).toBeUndefined()
    expect(knownBrowser(secrets, text, olive, day(1))).toBeDefined()
  })

  test('is not one whose cookie was made up, altered or lengthened', () => {
    const { text } = rememberBrowser(secrets, undefined, olive, day(0))
    const [until = '', browser = '', seal = ''] = text.split('.')
    const forged = [
      '',
      'x',
      '~~~',
      `${until}.${browser}`,
      `${until}.${browser}.${'0'.repeat(64)}`,
      `${Number(until) + 1}.${browser}.${seal}`,
      `${until}.${browser.slice(0, -1)}-.${seal}`,
      `${until}.${browser}.${seal}0`,
      text.repeat(2),
    ]
    for (const cookie of forged) expect(knownBrowser(secrets, cookie, olive, day(1)), cookie).toBeUndefined()
    expect(knownBrowser(secrets, `x~${text}~y`, olive, day(1))).toBe(browser)
  })
})
