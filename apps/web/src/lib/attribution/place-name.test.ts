import { expect, test } from 'vitest'
import { placeName } from './place-name.ts'

test('a place has its own name, else its key; a channel the page’s word; nowhere is said so', () => {
  expect(placeName({ key: '123', label: 'Debate night', channel: 'ads' })).toBe('Debate night')
  expect(placeName({ key: 'em_1002', label: null, channel: 'email' })).toBe('em_1002')
  expect(placeName({ key: 'sms', label: null, channel: 'sms' })).toBe('Texts')
  expect(placeName({ key: null, label: null, channel: null })).toBe('No touch seen')
})
