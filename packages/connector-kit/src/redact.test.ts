import { expect, test } from 'vitest'
import { createRedactor } from './redact.ts'

test('secrets are blotted out as text, in addresses and in Basic headers', () => {
  const redact = createRedactor({ key: 'p&ssw0rd', nested: { other: 'deep-one' } })
  const basic = Buffer.from('user:p&ssw0rd').toString('base64')
  expect(redact(`key p&ssw0rd, url ?k=p%26ssw0rd, deep-one, Authorization: Basic ${basic}`)).toBe(
    'key [secret], url ?k=[secret], [secret], Authorization: Basic [secret]',
  )
})
