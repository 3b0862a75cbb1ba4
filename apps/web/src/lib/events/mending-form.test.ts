import { expect, test } from 'vitest'
import { addReasons, groupText, likelyStep, mendingOf, readGroup, readSteps } from './mending-form.ts'

const form = (...steps: [string, string, string][]) => {
  const data = new FormData()
  for (const [how, field, value] of steps) {
    data.append('how', how)
    data.append('field', field)
    data.append('value', value)
  }
  return data
}

test('a form’s changes are read in order, and empty ones change nothing', () => {
  const data = form(
    ['set', 'source', 'web'],
    ['rename', 'props', 'properties'],
    ['make', '', ''],
    ['set', '', 'x'],
    ['none', 'a', 'b'],
    ['rename', 'a', ''],
  )
  expect(mendingOf(readSteps(data))).toEqual([
    { set: { path: 'source', value: 'web' } },
    { rename: { from: 'props', to: 'properties' } },
    { make: 'event_id' },
  ])
})

test('a value is what it reads as, but a name is text', () => {
  const value = (field: string, text: string) => mendingOf([{ how: 'set', field, value: text }])
  expect(value('properties.n', '5')).toEqual([{ set: { path: 'properties.n', value: 5 } }])
  expect(value('properties.n', '"5"')).toEqual([{ set: { path: 'properties.n', value: '5' } }])
  expect(value('properties.n', '[1]')).toEqual([{ set: { path: 'properties.n', value: '[1]' } }])
  expect(value('source', '5')).toEqual([{ set: { path: 'source', value: '5' } }])
})

test('a group goes into an address and back; nonsense is no group', () => {
  const group = { code: 'unknown_source', field: 'source', type: 'a', source: '?' }
  expect(readGroup(groupText(group))).toEqual(group)
  for (const text of [null, '', '{}', '[1,2,3,4]', '["a"]']) expect(readGroup(text)).toBeUndefined()
  expect(likelyStep(group)).toEqual({ how: 'set', field: 'source', value: 'web' })
})

test('reasons of slices add up', () => {
  expect(
    addReasons(
      [{ why: 'a', n: 2 }],
      [
        { why: 'b', n: 1 },
        { why: 'a', n: 3 },
      ],
    ),
  ).toEqual([
    { why: 'a', n: 5 },
    { why: 'b', n: 1 },
  ])
})
