import { describe, expect, test } from 'vitest'
import { cleanValue, Unclean, type Cleaning } from './clean-value.ts'

const cleaning: Cleaning = { personalData: 'hash', hash: (kind, text) => `<${kind}=${text}>` }
const clean = (value: unknown) => cleanValue(value, cleaning)
const refused = (value: unknown, personalData: 'hash' | 'refuse' = 'hash') => {
  try {
    cleanValue(value, { ...cleaning, personalData })
    return 'kept'
  } catch (error) {
    if (error instanceof Unclean) return `${error.code} ${error.field}`
    throw error
  }
}

describe('what is kept of an event', () => {
  test('has no email and no phone number, wherever they stand', () => {
    expect(
      clean({
        note: 'write to Avery.Example+x@Example.org, or (314) 555-0142.',
        url: 'https://example.org/?e=a%40example.org&p=%2B13145550142',
        deep: [{ phone: 3145550142, mobile_number: '13145550142' }],
        'b@example.org': 1,
      }),
    ).toEqual({
      note: 'write to email:<email=avery.example+x@example.org>, or phone:<phone=+13145550142>.',
      url: 'https://example.org/?e=email:<email=a@example.org>&p=phone:<phone=+13145550142>',
      deep: [{ phone: 'phone:<phone=+13145550142>', mobile_number: 'phone:<phone=+13145550142>' }],
      'email:<email=b@example.org>': 1,
    })
  })

  test('keeps numbers, ids, instants and handles that are neither', () => {
    const kept = {
      order: '3145550142',
      at: '2026-11-20T15:00:00.000Z',
      id: '12345678-1234-1234-1234-123456789012',
      handle: '@throughline',
      amount: 3145550142,
      zip: '63101-2345',
      version: '10.2.3145',
    }
    expect(clean(kept)).toEqual(kept)
  })

  test('where the client says so, is refused by the field that holds it', () => {
    expect(refused({ a: { b: ['x@example.org'] } }, 'refuse')).toBe('personal_data a.b[0]')
    expect(refused({ a: '+1 314-555-0142' }, 'refuse')).toBe('personal_data a')
    expect(refused({ a: 'nothing' }, 'refuse')).toBe('kept')
  })

  test('is nothing that the database cannot hold', () => {
    expect(refused({ a: 'x\0' })).toBe('invalid_text a')
    expect(refused({ a: ['\ud800'] })).toBe('invalid_text a[0]')
    expect(refused({ 'k\0': 1 })).toBe('invalid_text ')
    expect(refused(JSON.parse('{"a": 1e999}'))).toBe('number_out_of_range a')
    let deep: unknown = 1
    for (let i = 0; i < 100_000; i++) deep = [deep]
    expect(refused({ deep })).toMatch(/^too_deep deep/)
  })
})
