import { ImportMapping } from '@throughline/canonical/event'
import { describe, expect, test } from 'vitest'
import { derivedId } from './derived-id.ts'
import { guessMapping } from './guess-mapping.ts'
import { rowMapper } from './map-row.ts'
import { maskPersonal } from './mask-personal.ts'
import { columnsOf, rowValues } from './row-values.ts'

const tenant = '00000000-0000-4000-8000-000000000001'
const mapping: ImportMapping = {
  eventId: null,
  eventType: { column: 'What' },
  source: { value: 'backend' },
  timestamp: { column: 'When', format: 'month_first', zone: 'America/Chicago' },
  userId: 'Email',
  anonymousId: null,
  sessionId: null,
  region: 'State',
  properties: [
    { column: 'Order', name: 'order_id', type: 'text' },
    { column: 'Repeat', name: 'is_repeat_purchase', type: 'yes_no' },
    { column: 'Days', name: 'days_since_last_purchase', type: 'number' },
  ],
}
const row = { What: 'User Purchased', When: '1/2/2026 3:04 PM', Email: 'ann@example.org', State: 'IL' }

describe('a row', () => {
  test('becomes an event as a sender would have written it', () => {
    const event = rowMapper(mapping, tenant)({ ...row, Order: '17', Repeat: 'Yes', Days: '12' })
    expect(event).toEqual({
      event_id: expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ) as string,
      event_type: 'user_purchased',
      timestamp: '2026-01-02T21:04:00.000Z',
      user_id: 'ann@example.org',
      source: 'backend',
      properties: { order_id: '17', is_repeat_purchase: true, days_since_last_purchase: 12 },
      context: { region: 'IL' },
    })
  })

  test('that says something else in a cell keeps it, for the rules to refuse', () => {
    const event = rowMapper(mapping, tenant)({ ...row, When: 'soon', Repeat: 'maybe', Days: 'many' })
    expect(event).toMatchObject({
      timestamp: 'soon',
      properties: { is_repeat_purchase: 'maybe', days_since_last_purchase: 'many' },
    })
  })

  test('has an id of its own cells: the same whatever their order, another in another client or by another mapping', () => {
    const id = derivedId(tenant, 'm', { a: '1', b: '2' })
    expect(derivedId(tenant, 'm', { b: '2', a: '1' })).toBe(id)
    const others = [
      derivedId(tenant, 'm', { a: '2', b: '1' }),
      derivedId(tenant, 'n', { a: '1', b: '2' }),
      derivedId(`${tenant}x`, 'm', { a: '1', b: '2' }),
    ]
    expect(new Set([id, ...others]).size).toBe(4)
  })
})

describe('a first mapping', () => {
  test('of a spreadsheet is read off its header and first rows', () => {
    const columns = ['Event ID', 'Type', 'Date', 'E-mail', 'email', 'State', 'order_value', 'is_holdout', '2nd']
    const guessed = guessMapping(columns, [{ 'Event ID': '17', Date: '13/1/2026' }], 'Europe/Paris')
    expect(guessed).toMatchObject({
      eventId: null,
      eventType: { column: 'Type' },
      timestamp: { column: 'Date', format: 'day_first', zone: 'Europe/Paris' },
      userId: 'email',
      region: 'State',
    })
    expect(guessed.properties).toContainEqual({ column: 'is_holdout', name: 'is_holdout', type: 'yes_no' })
    expect(ImportMapping.parse(guessed)).toEqual(guessed)
  })

  test('of our own lines takes them as they are', () => {
    const line = {
      event_id: '6f9619ff-8b86-4011-b42d-00cf4fc964ff',
      ...{ event_type: 'campaign_delivered', timestamp: '2020-01-01T00:00:00Z', user_id: 'u', source: 'web' },
      properties: { campaign_id: '11111111-1111-4111-8111-111111111111', is_holdout: true },
      context: { region: 'TX', refcode: 'em_1', utm: { source: 'news', medium: 'email' } },
    }
    const rows = [{ row: 1, line: JSON.stringify(line) }]
    const columns = columnsOf(rows)
    const read = rowValues(rows[0] ?? { row: 0 }, columns)
    const values = read.ok ? read.values : {}
    expect(rowMapper(guessMapping(columns, [values], 'UTC'), tenant)(values)).toEqual({
      ...line,
      timestamp: '2020-01-01T00:00:00.000Z',
    })
  })
})

test('a preview shows an address by its first letter, a number by its end, and leaves ids and days', () => {
  expect(maskPersonal('write to ann.b@example.org')).toBe('write to a…@example.org')
  expect(maskPersonal('+1 (312) 555-0142')).toBe('…42')
  for (const plain of ['11111111-1111-4111-8111-111111111111', '2026-01-02', 'user-17'])
    expect(maskPersonal(plain)).toBe(plain)
})
