import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { idIn, isId, keyOf, toId18 } from './ids.ts'

describe('an id', () => {
  test('of 15 characters gets the three that tell capitals from small letters', () => {
    // Published examples of the algorithm.
    expect(toId18('a0D30000001n7Pi')).toBe('a0D30000001n7PiEAI')
    expect(toId18('000000000000000')).toBe('000000000000000AAA')
    expect(toId18('ABCDEABCDEABCDE')).toBe('ABCDEABCDEABCDE555')
    expect(toId18('abcdEABcdeaBCDe')).toBe('abcdEABcdeaBCDeQDO')
  })

  test('of 18 characters, or none at all, stays as it is', () => {
    for (const text of ['a0D30000001n7PiEAI', '', 'no id', 'a0D3000'] as const) expect(toId18(text)).toBe(text)
    expect(isId('a0D30000001n7PiEAI') && isId('a0D30000001n7Pi')).toBe(true)
    expect(isId('a0D30000001n7P') || isId('a0D30000001n7Pieai') || isId("a' OR Id != '")).toBe(false)
  })

  test('differs from every other one even where case is ignored', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9]{15}$/)
    const flipped = fc.tuple(id, fc.nat(14)).map(([text, at]) => {
      const char = text.charAt(at)
      const other = char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase()
      return [text, text.slice(0, at) + other + text.slice(at + 1)] as const
    })
    fc.assert(
      fc.property(flipped, ([a, b]) => {
        fc.pre(a !== b)
        expect(toId18(a).toLowerCase()).not.toBe(toId18(b).toLowerCase())
      }),
    )
  })

  test('is found again in its key, and never in a key of another org', () => {
    const org = { orgId: '00D5e000001abcDEAQ' }
    expect(idIn(org, keyOf(org, 'a0D30000001n7Pi'))).toBe('a0D30000001n7PiEAI')
    expect(idIn(org, 'a0D30000001n7Pi')).toBe('a0D30000001n7PiEAI')
    expect(idIn(org, keyOf({ orgId: '00D5e000001other00' }, 'a0D30000001n7Pi'))).toBeUndefined()
  })
})
