import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { segmentsOf } from './segments.ts'

describe('segments', () => {
  test.each([
    ['', 1],
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(306), 2],
    ['a'.repeat(307), 3],
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
    // 153 is odd: an escaped character is not split, so each part holds 76 of them.
    ['€'.repeat(152), 2],
    ['€'.repeat(153), 3],
  ])('of GSM-7 %#', (text, count) => expect(segmentsOf(text)).toEqual({ encoding: 'gsm7', count }))

  test.each([
    ['’'.repeat(70), 1],
    ['’'.repeat(71), 2],
    ['’'.repeat(134), 2],
    ['’'.repeat(135), 3],
    ['😀'.repeat(35), 1],
    ['😀'.repeat(36), 2],
    ['😀'.repeat(66), 2],
    ['😀'.repeat(67), 3],
    [`it’s ${'a'.repeat(65)}`, 1],
    [`it’s ${'a'.repeat(66)}`, 2],
  ])('of UCS-2 %#', (text, count) => expect(segmentsOf(text)).toEqual({ encoding: 'ucs2', count }))

  test('never get fewer as a text gets longer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ maxLength: 40 }), (text, more) => {
        expect(segmentsOf(text + more).count).toBeGreaterThanOrEqual(segmentsOf(text).count)
      }),
    )
  })
})
