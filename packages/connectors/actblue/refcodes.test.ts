import { describe, expect, test } from 'vitest'
import { Config } from './schema.ts'
import { filledCodes, findClickIds, readClickIdPattern } from './refcodes.ts'

const usual = { fbclid: '^fb_(.+)$' }

describe('click ids in refcode2', () => {
  test('are what stands after the prefix', () => {
    expect(findClickIds('fb_IwZXh0bgNhZW0-B_A', usual)).toEqual({
      fbclid: { value: 'IwZXh0bgNhZW0-B_A', truncated: false },
    })
    expect(findClickIds('em_0914', usual)).toBeUndefined()
    expect(findClickIds('fb_', usual)).toBeUndefined()
    expect(findClickIds(undefined, usual)).toBeUndefined()
  })

  test('cut to about 50 characters are marked, because a cut id must not be sent back as whole', () => {
    expect(findClickIds(`fb_${'x'.repeat(47)}`, usual)?.fbclid?.truncated).toBe(true)
    expect(findClickIds(`fb_${'x'.repeat(61)}`, usual)?.fbclid?.truncated).toBe(false)
  })

  test('follow the tenant’s own pattern, literal text around one (.+)', () => {
    expect(findClickIds('click-abc-end', { token: '^click-(.+)-end$' })).toEqual({
      token: { value: 'abc', truncated: false },
    })
    expect(readClickIdPattern('^(a+)+$')).toBeUndefined()
    const config = { entityIds: ['1'], backfillFrom: '2026-01-01', clickIdPatterns: { x: '^(a+)+$' } }
    expect(Config.safeParse(config).success).toBe(false)
  })
})

test('no code at all is a category of its own, not an error', () => {
  expect(filledCodes({ refcode: null, refcode2: '', other: undefined })).toBeUndefined()
  expect(filledCodes({ refcode: 'em_1', refcode2: null })).toEqual({ refcode: 'em_1' })
})
