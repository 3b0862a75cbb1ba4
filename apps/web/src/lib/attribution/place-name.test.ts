import { expect, test } from 'vitest'
import { placeName, placeOf } from './place-name.ts'

test('a place has its own name; a channel the page’s word; what names none stands by its channel; nowhere is said so', () => {
  expect(placeName({ key: 'ad meta 123', label: 'Debate night', channel: 'ads' }, 'ad')).toBe('Debate night')
  expect(placeName({ key: 'in sms', label: null, channel: 'sms' }, 'channel')).toBe('Texts')
  expect(placeName({ key: 'in sms', label: null, channel: 'sms' }, 'campaign')).toBe('Texts, none named')
  expect(placeName({ key: null, label: null, channel: null }, 'channel')).toBe('No touch seen')
})

test('an address names a channel, nowhere, or what only its own name tells', () => {
  expect(placeName(placeOf('in email'), 'channel')).toBe('Email')
  expect(placeName(placeOf(''), 'channel')).toBe('No touch seen')
  expect(placeName(placeOf('ad meta 123'), 'ad')).toBe('ad meta 123')
})
