import { expect, test } from 'vitest'
import { initialsOf } from './initials.ts'

test('a client is known by the beginnings of its first two words of weight', () => {
  expect(initialsOf('Harbor Table Food Bank')).toBe('HT')
  expect(initialsOf('Maddox for Governor')).toBe('MG')
  expect(initialsOf('Orchard')).toBe('O')
})
