import { expect, test } from 'vitest'
import { askedOf, readFilter, streamLink } from './stream-filter.ts'

test('an address says what is asked, and nothing else of it is', () => {
  const read = (search: string) => askedOf(readFilter(new URLSearchParams(search)))
  expect(read('')).toEqual({})
  expect(read('kind=user_engaged&source=web&late=yes&other=1')).toEqual({
    kind: 'user_engaged',
    source: 'web',
    late: true,
  })
  expect(read('late=no')).toEqual({ late: false })
  expect(read('late=perhaps')).toEqual({})
})

test('a link keeps the rest of the address', () => {
  const search = new URLSearchParams('kind=a&cursor=1.b')
  expect(streamLink(search, { cursor: '', event: 'c' })).toBe('?kind=a&event=c')
  expect(streamLink(new URLSearchParams('event=c'), { event: '' })).toBe('?')
})
