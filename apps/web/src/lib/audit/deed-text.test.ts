import { expect, test } from 'vitest'
import { aboutText, deedText } from './deed-text.ts'

test('a deed is told in words, one that the catalogue does not know by its own name', () => {
  expect(deedText('recovery_code.used')).toBe('Used a recovery code to sign in')
  expect(deedText('moon.phase_changed')).toBe('Moon phase changed')
})

test('what it was about is a name, or the beginning of an id', () => {
  expect(aboutText('Vera Viewer')).toBe('Vera Viewer')
  expect(aboutText('4781be66-0800-46f9-873c-8d0d6ff70561')).toBe('4781be66')
  expect(aboutText('action:4781be66-0800-46f9-873c-8d0d6ff70561')).toBe('action 4781be66')
  expect(aboutText(null)).toBe('–')
})
