import { describe, expect, test } from 'vitest'
import { fbcOf, fbpOf } from './click-id.ts'
import { countryCode, regionCode } from './regions.ts'
import { hashPerson, normaliseName, normalisePhone, normalisePostalCode } from './user-data.ts'

describe('a person as Meta matches people', () => {
  test('comes to the hashes of Meta’s own rules', () => {
    expect(
      hashPerson({
        email: ' Donor@Example.org ',
        phone: '+1 (314) 555-0142 x12',
        firstName: 'Avery',
        lastName: 'De La Cruz',
        city: 'St. Louis',
        region: 'Missouri',
        postalCode: '63101-0001',
        country: 'United States',
        externalIds: ['C_50000001'],
      }),
    ).toEqual({
      em: ['4fbd52d732563cfa026ddf3625b751c54d799f79a5f991a5e573a290f6ebcd4f'],
      ph: ['510071ad879b5e671311a24a660fb011884bdbf794af018834f1b12ff36fdff6'],
      fn: ['99c215a550764c2780c71503ed7dc36d355bcedbfef9df641c2fa91b335443ed'],
      ln: ['6e612c2cd2e7b0e9ebcee301bc7102e8b300fa3df820693946b20e1b9a8793fa'],
      ct: ['8ba24bdf99947996f3000259be455de791b06fcc0e802ce05031030df1ee8ea3'],
      st: ['f4a4ce5fa6340a35aa5db0b4b6d31a6fbaa6052356460dbb0537657d803f5be2'],
      zp: ['bbf31a3679333d431b278de5f2c6377a1f508f7aba45d90d25d28194acffd873'],
      country: ['79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621'],
      external_id: ['430bc38cf928eec4b388ecc963e6a1e35cd120c276fe071237866ba1b016817f'],
    })
  })

  test('has nothing where nothing can be normalised', () => {
    expect(
      hashPerson({
        email: 'no address',
        phone: '555',
        firstName: '…',
        region: 'Atlantis',
        postalCode: '-',
        country: '?',
        externalIds: [''],
      }),
    ).toEqual({})
  })

  test('is told by a day of birth without dashes', () => {
    expect(hashPerson({ birthDay: '1970-01-31' }).db).toEqual(hashPerson({ externalIds: ['19700131'] }).external_id)
  })
})

describe('a phone number', () => {
  test('is its digits with the country in front, without zeros or extension', () => {
    for (const text of [
      '3145550142',
      '(314) 555-0142 ext. 9',
      '+13145550142',
      '1-314-555-0142',
      '0013145550142',
      '01113145550142',
    ])
      expect([text, normalisePhone(text)]).toEqual([text, '13145550142'])
    expect(normalisePhone('+44 20 7946 0958', 'gb')).toBe('442079460958')
  })

  test('of a country that is not said cannot be placed', () => {
    expect(normalisePhone('020 7946 0958', 'gb')).toBeUndefined()
    expect(normalisePhone('555-0142')).toBeUndefined()
    expect(normalisePhone('+1')).toBeUndefined()
  })
})

test('names keep letters of any script and lose everything else', () => {
  expect(normaliseName("O'Brien-Núñez ")).toBe('obriennúñez')
  expect(normaliseName('정')).toBe('정')
})

test('places come as codes or as names', () => {
  expect(['MO', 'missouri', 'Québec', 'D.C.', 'Mars'].map(regionCode)).toEqual(['mo', 'mo', 'qc', 'dc', undefined])
  expect(
    ['us', 'USA', 'United States', 'Canada', 'UK', 'United Kingdom', 'Germany', 'zz', 'Nowhere'].map(countryCode),
  ).toEqual(['us', 'us', 'us', 'ca', 'gb', 'gb', 'de', undefined, undefined])
  expect(['63101-0001', 'SW1A 1AA', '6', ''].map(normalisePostalCode)).toEqual([
    '63101',
    'sw1a1aa',
    undefined,
    undefined,
  ])
})

describe('click ids', () => {
  const landedAt = '2026-09-30T19:13:10.123Z'

  test('go as the cookie was, also with the newer fifth part', () => {
    for (const fbc of [
      'fb.1.1790825990123.IwZXh0bgNhZW0BMABhZGlkAasAAAAA',
      'fb.1.1790825990123.IwZXh0bg.AQ',
      'fb.2.1790825990123.a-b_C.aBcD1234',
    ])
      expect(fbcOf({ fbc })).toBe(fbc)
    expect(fbpOf({ fbp: 'fb.1.1790820000000.1098115397' })).toBe('fb.1.1790820000000.1098115397')
  })

  test('are made of a landing’s own where there is no cookie, letters as they were', () => {
    expect(fbcOf({ fbclid: { value: 'IwZXh0bgNhZW0', truncated: false, landedAt } })).toBe(
      'fb.1.1790795590123.IwZXh0bgNhZW0',
    )
  })

  test('are never sent bare, cut, or in another shape', () => {
    expect(fbcOf({ fbc: 'IwZXh0bgNhZW0' })).toBeUndefined()
    expect(fbcOf({ fbclid: { value: 'IwZXh0bgNhZW0', truncated: true, landedAt } })).toBeUndefined()
    expect(fbcOf({ fbclid: { value: 'a b', truncated: false, landedAt } })).toBeUndefined()
    expect(fbpOf({ fbp: 'fb.1.x' })).toBeUndefined()
  })
})
