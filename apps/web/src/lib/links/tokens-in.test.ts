import { expect, test } from 'vitest'
import { tokensIn } from './tokens-in.ts'
import type { Naming } from './link-types.ts'

const rule = (pattern: string) => ({ required: false, allowed: [], pattern })

test('patterns are filled with each of their parts once, but for the day', () => {
  const parameters = {
    utm_campaign: rule('{campaign}_{date}'),
    refcode: rule('fb_{campaign}_{creative}'),
    utm_source: rule(''),
  } as unknown as Naming['parameters']
  expect(tokensIn({ parameters })).toEqual(['campaign', 'creative'])
})
