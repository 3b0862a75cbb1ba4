import { expect, test } from 'vitest'
import { readValues, showValue, withoutSecrets, type Field } from './form-values.ts'

const field = (path: string, type: Field['type'], more: Partial<Field> = {}): Field => ({
  path,
  label: path,
  help: null,
  type,
  required: true,
  secret: false,
  generate: false,
  placeholder: null,
  ...more,
})
const fields = [
  field('entityIds', 'list'),
  field('since', 'date'),
  field('limit', 'number', { required: false }),
  field('live', 'boolean'),
  field('secret', 'password', { secret: true }),
  field('forms', 'pairs', { required: false }),
]

const form = (entries: Record<string, string>) => {
  const data = new FormData()
  for (const [name, value] of Object.entries(entries)) data.set(`f.${name}`, value)
  return data
}

test('a form is read as the connector wants its fields', () => {
  expect(
    readValues(
      fields,
      form({
        entityIds: '70001, 70002\n',
        since: '2025-05-01',
        limit: '5',
        live: 'on',
        secret: ' x ',
        forms: 'spring = Spring appeal, home=Homepage',
      }),
    ),
  ).toEqual({
    entityIds: ['70001', '70002'],
    since: '2025-05-01',
    limit: 5,
    live: true,
    secret: ' x ',
    forms: { spring: 'Spring appeal', home: 'Homepage' },
  })
})

test('an empty secret is left out, so that the stored one stays', () => {
  expect(readValues(fields, form({ entityIds: '1', since: '2025-05-01', secret: '' }))).toEqual({
    entityIds: ['1'],
    since: '2025-05-01',
    live: false,
  })
})

test('a secret never comes back to the page', () => {
  expect(withoutSecrets(fields, { since: '2025-05-01', secret: 'x' })).toEqual({ since: '2025-05-01' })
  expect(showValue(['70001', '70002'])).toBe('70001, 70002')
  expect(showValue({ home: 'Homepage' })).toBe('home=Homepage')
})
