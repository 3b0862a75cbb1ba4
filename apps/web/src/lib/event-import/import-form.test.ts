import { expect, test } from 'vitest'
import { atText } from './at-text.ts'
import { bytesText } from './bytes-text.ts'
import { choiceOf, freeColumns, mappingFrom, propertyName } from './import-form.ts'
import { formatOf } from './send-file.ts'

test('the form of columns says a mapping, with what is left out left out', () => {
  const form = new FormData()
  const said = {
    ...{
      eventId: '',
      eventType: 'column:What: now',
      source: 'value:web',
      timestamp: 'When',
      format: 'iso',
      zone: ' UTC ',
    },
    ...{ userId: 'Email', anonymousId: '', sessionId: '', region: '' },
    ...{
      'name:Order': 'order_id',
      'type:Order': 'text',
      'name:Note': 'note',
      'type:Note': '',
      'name:Email': 'email',
      'type:Email': 'text',
    },
  }
  for (const [name, value] of Object.entries(said)) form.append(name, value)
  for (const column of ['Order', 'Note', 'Email']) form.append('property', column)
  const mapping = mappingFrom(form)
  expect(mapping).toEqual({
    eventId: null,
    eventType: { column: 'What: now' },
    source: { value: 'web' },
    timestamp: { column: 'When', format: 'iso', zone: 'UTC' },
    userId: 'Email',
    anonymousId: null,
    sessionId: null,
    region: null,
    properties: [{ column: 'Order', name: 'order_id', type: 'text' }],
  })
  expect(choiceOf(mapping.eventType)).toBe('column:What: now')
  expect(freeColumns(['What: now', 'When', 'Email', 'Order', 'Note'], mapping)).toEqual(['Order', 'Note'])
})

test('a column may be called anything, a property may not', () => {
  expect(propertyName('Order Value ($)')).toBe('order_value')
  expect(propertyName('2nd gift')).toBe('nd_gift')
  expect(propertyName('$$$')).toBe('value')
})

test('a file is lines of JSON where its name says so', () => {
  expect(['a.csv', 'a.NDJSON', 'a.jsonl', 'json.txt'].map(formatOf)).toEqual(['csv', 'ndjson', 'ndjson', 'csv'])
})

test('a past event says its year, on the client’s clock', () => {
  const chicago = { timeZone: 'America/Chicago', locale: 'en-US' }
  expect(atText('2019-03-10T13:00:00.000Z', chicago)).toBe('Mar 10, 2019, 8:00 AM')
})

test('sizes are in the unit that fits', () => {
  expect([0, 999, 1_500, 300_000_000].map((bytes) => bytesText(bytes, 'en-US'))).toEqual([
    '0 byte',
    '999 byte',
    '1.5 kB',
    '300 MB',
  ])
})
