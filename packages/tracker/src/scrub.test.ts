import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scrub, scrubText, scrubUrl } from './scrub.ts'

/** Each with the part that must not be found again, in any spelling. */
const emails = [
  'jane@example.org',
  'Jane.Doe+give@mail.example.co.uk',
  "o'brien@example.org",
  'jane%40example.org',
  'jane%2540example.org',
  'jane@例え.jp',
  'jane＠example.org',
  'JANE_99@EXAMPLE.ORG',
  '"Jane" <jane@example.org>',
  'mailto:jane@example.org?subject=hi',
]
const phones = [
  '+12025550123',
  '+1 202 555 0123',
  '+1 (202) 555-0123',
  '(202) 555-0123',
  '(202)555-0123',
  '202-555-0123',
  '202.555.0123',
  '202 555 0123',
  '202 5550123',
  '2025550123',
  '12025550123',
  '1-202-555-0123',
  '1.202.555.0123',
  '202/555-0123',
  '555-0123',
  '+44 20 7946 0958',
  '+442079460958',
  '020 7946 0958',
  '07700 900123',
  '+33 6 12 34 56 78',
  '06 12 34 56 78',
  '06.12.34.56.78',
  '0612345678',
  '00442079460958',
  '+49 (0)30 901820',
  '+91 98765 43210',
  '(11) 91234-5678',
  '%2B1%20202%20555%200123',
  '%28202%29%20555-0123',
  '２０２－５５５－０１２３',
  'tel:+1-202-555-0123',
  'call202-555-0123now',
]
const addresses = ['123 Main Street', '123 main st', '4 Old Mill Road', '1600 Pennsylvania Ave NW', '12 Oak Drive']
const corpus = [...emails, ...phones, ...addresses]

/** As somebody reads it who tries hard. */
const read = (text: string): string => {
  let said = text
  for (let round = 0; round < 4; round++) said = said.replace(/(%[\da-f]{2})+/gi, (run) => decodeURIComponent(run))
  return said.normalize('NFKC')
}

/** Is anything of the secret left in what is said, however it is written? */
const leaks = (secret: string, said: unknown): boolean => {
  const [text, plain] = [read(JSON.stringify(said)), read(secret)]
  const digits = plain.replace(/\D/g, '')
  const local = /([^\s<":]+)@/.exec(plain)?.[1]
  return (
    [text, text.replaceAll('+', ' ')].some((each) => each.includes(plain) || each.includes(JSON.stringify(plain))) ||
    (digits.length >= 7 && text.replace(/\D/g, '').includes(digits)) ||
    (local !== undefined && text.includes(`${local}@`))
  )
}

describe('what identifies a person never leaves', () => {
  const places: Record<string, (secret: string) => unknown> = {
    'a property': (secret) => ({ note: secret }),
    'the middle of a text': (secret) => ({ note: `please write to ${secret}, thanks` }),
    'deep in a list': (secret) => ({ list: [{ of: [{ things: [secret] }] }] }),
    'the name of a property': (secret) => ({ [secret]: 1 }),
    'a text that is an address': (secret) => ({
      to: `https://give.example/?x=1&who=${encodeURIComponent(secret)}&y=2#top`,
    }),
    'an address’s path': (secret) => ({ to: `https://give.example/thanks/${encodeURIComponent(secret)}/now` }),
    'a query encoded twice': (secret) => ({
      to: `/thanks?next=${encodeURIComponent(`/x?who=${encodeURIComponent(secret)}`)}`,
    }),
    'a query with plus for space': (secret) => ({
      to: `/thanks?who=${secret.replaceAll('%', '%25').replaceAll(' ', '+')}`,
    }),
    'a fragment': (secret) => ({ to: `https://give.example/#who=${encodeURIComponent(secret)}` }),
  }
  for (const [name, put] of Object.entries(places))
    it.each(corpus)(`${name}: %s`, (secret) => {
      expect(leaks(secret, put(secret))).toBe(true)
      expect(leaks(secret, scrub(put(secret)))).toBe(false)
    })

  it('a phone number that is a number', () => {
    expect(scrub({ n: 2025550123, m: 12025550123 })).toEqual({ n: '[phone]', m: '[phone]' })
  })

  it('fields that are named for it, whatever stands in them', () => {
    const fields = {
      email: 'jane at example',
      userEmail: 'x',
      phone_number: 5550123,
      first_name: 'Jane',
      card_number: '4242',
    }
    expect(Object.values(scrub(fields) as object)).toEqual(Array(5).fill('[removed]'))
    expect(scrubUrl('/t?em=1&email=jane&amount=5')).toBe('/t?em=1&email=[removed]&amount=5')
  })

  it('any American number, however it is put', () => {
    const part = (from: number, to: number) => fc.integer({ min: from, max: to }).map(String)
    const separator = fc.constantFrom('', ' ', '-', '.')
    const number = fc
      .tuple(fc.constantFrom('', '1', '+1'), separator, part(200, 999), separator, part(200, 999), part(1000, 9999))
      .map(([country, between, area, gap, exchange, line]) =>
        [country, area, exchange + gap + line].filter(Boolean).join(between),
      )
    fc.assert(
      fc.property(number, fc.constantFrom('', 'x ', 'tel:'), (phone, before) => {
        expect(leaks(phone, scrubText(before + phone))).toBe(false)
      }),
    )
  })
})

describe('what identifies nobody stays as it is', () => {
  it.each([
    '018f0000-0000-7000-8000-2025550123ab',
    'd41d8cd98f00b204e9800998ecf8427e',
    '2026-11-21T09:00:00.000Z',
    '2026-11-21 09:00:00',
    '11/21/2026 10:30',
    '1763712000000',
    '120210000000000000',
    '3.14159265358979',
    '1,234,567.89',
    '$250.00',
    'IwAR2x9_fQ-7s1aBcDeFgHiJkLmNoPqRsTuVwXyZ012',
    'Cj0KCQiA0fu5BhDQARIsAMXUBOKJm3',
    'spring-2026_meta_25-34',
    'Five ways to give today',
    '10 ways to drive change',
    '100 % of it @ noon',
    'https://give.example/spring?utm_source=meta&utm_id=120210000000000000&amount=5000#form',
    '100 €',
  ])('%s', (text) => {
    expect(scrub({ text })).toEqual({ text })
  })

  it('numbers, truth, nothing and dates', () => {
    const value = {
      amount: 2500,
      at: 1_763_712_000_000,
      ratio: 0.25,
      yes: true,
      none: null,
      previous_email_frequency: 3,
    }
    expect(scrub(value)).toEqual(value)
    expect(scrub({ at: new Date(0), big: 5n })).toEqual({ at: '1970-01-01T00:00:00.000Z', big: '5' })
  })

  it('a value that holds itself ends', () => {
    const circle: Record<string, unknown> = { name: 'round' }
    circle['self'] = circle
    expect(JSON.stringify(scrub(circle))).toContain('round')
  })

  it('scrubbing twice changes nothing more', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const once = scrub(value)
        expect(scrub(once)).toEqual(once)
      }),
    )
  })
})
