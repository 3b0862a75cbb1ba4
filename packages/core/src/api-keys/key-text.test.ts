import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyText, kindOfKey } from './key-text.ts'

const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 })
const kinds = fc.constantFrom('server' as const, 'browser' as const)

test('a key says what kind it is, and is one word', () => {
  fc.assert(
    fc.property(kinds, secrets, (kind, random) => {
      const text = keyText(kind, random)
      expect(kindOfKey(text)).toBe(kind)
      expect(text).toMatch(kind === 'server' ? /^tl_\w{49}$/ : /^tlb_\w{49}$/)
    }),
  )
})

test('two secrets are two keys: nothing of the 32 bytes is lost', () => {
  fc.assert(
    fc.property(secrets, secrets, (one, other) => {
      fc.pre(Buffer.compare(one, other) !== 0)
      expect(keyText('server', one)).not.toBe(keyText('server', other))
    }),
  )
  expect(keyText('server', new Uint8Array(32).fill(255))).toHaveLength(52)
  expect(keyText('server', new Uint8Array(32))).toHaveLength(52)
})

test('a typo, a key cut short, one with more at its end or of another kind is no key', () => {
  fc.assert(
    fc.property(kinds, secrets, fc.nat(), fc.constantFrom(...'09AZaz'), (kind, random, at, digit) => {
      const text = keyText(kind, random)
      const place = 4 + (at % (text.length - 4))
      fc.pre(text[place] !== digit)
      expect(kindOfKey(text.slice(0, place) + digit + text.slice(place + 1))).toBeUndefined()
      expect(kindOfKey(text.slice(0, -1))).toBeUndefined()
      expect(kindOfKey(`${text}0`)).toBeUndefined()
      expect(kindOfKey(kind === 'server' ? text.replace('tl_', 'tlb_') : text.replace('tlb_', 'tl_'))).toBeUndefined()
    }),
  )
  for (const other of ['', 'tl_', 'sk_live_4eC39HqLyjWDarjtT1zdp7dc', 'tl_'.repeat(20)])
    expect(kindOfKey(other)).toBeUndefined()
})
