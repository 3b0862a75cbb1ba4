import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseJson } from './parse-json.ts'

test('a number too long to be exact is its digits', () => {
  expect(parseJson('{"id":120210000000000111,"ids":[ -120210000000000113],"n":9007199254740991}')).toEqual({
    id: '120210000000000111',
    ids: ['-120210000000000113'],
    n: 9_007_199_254_740_991,
  })
})

test('text that only looks like one, and fractions, stay what they are', () => {
  const text = '{"a":"x:120210000000000111","b":1.5,"c":0.12345678901234567890,"d":1e300,"e":1234567890123456}'
  expect(parseJson(text)).toEqual(JSON.parse(text))
})

test('everything else is read as ever', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value)
      const plain = JSON.parse(text) as unknown
      if (!/\d{16}/.test(text)) expect(parseJson(text)).toEqual(plain)
    }),
  )
  expect(() => parseJson('<html>')).toThrow(SyntaxError)
})
