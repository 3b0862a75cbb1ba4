import { expect, test } from 'vitest'
import { chordReader } from './key-chords.ts'

const press = (key: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  metaKey: false,
  ctrlKey: false,
  altKey: false,
  ...more,
})

test('g and a letter go somewhere, but only within a second', () => {
  let time = 0
  const read = chordReader(() => time)
  expect(read(press('g'))).toBeUndefined()
  expect(read(press('o'))).toBe('g o')
  expect(read(press('o'))).toBe('o')
  read(press('g'))
  time += 1500
  expect(read(press('o'))).toBe('o')
})

test('the command key reads alike on either system, and named keys are no letters', () => {
  const read = chordReader(() => 0)
  expect(read(press('k', { metaKey: true }))).toBe('mod+k')
  expect(read(press('K', { ctrlKey: true }))).toBe('mod+k')
  expect(read(press('Escape'))).toBeUndefined()
  expect(read(press('?'))).toBe('?')
})
