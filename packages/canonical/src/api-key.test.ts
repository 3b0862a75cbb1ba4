import { expect, test } from 'vitest'
import { changesAnything, hasScope, KeyScope } from './api-key.ts'

test('admin includes write and write includes read, in their own area alone', () => {
  expect(hasScope(['events:admin'], 'events:read')).toBe(true)
  expect(hasScope(['events:write'], 'events:read')).toBe(true)
  expect(hasScope(['events:read'], 'events:write')).toBe(false)
  expect(hasScope(['events:write'], 'events:admin')).toBe(false)
  expect(hasScope(['events:admin'], 'keys:read')).toBe(false)
})

test('sending events reaches nothing else, and nothing else reaches sending events', () => {
  const others = KeyScope.options.filter((scope) => scope !== 'ingest')
  for (const scope of others) {
    expect(hasScope(['ingest'], scope)).toBe(false)
    expect(hasScope([scope], 'ingest')).toBe(false)
  }
  expect(hasScope(['ingest'], 'ingest')).toBe(true)
})

test('a key that only reads changes nothing', () => {
  expect(changesAnything(['events:read', 'keys:read'])).toBe(false)
  expect(changesAnything([])).toBe(false)
  expect(changesAnything(['events:read', 'ingest'])).toBe(true)
  expect(changesAnything(['keys:admin'])).toBe(true)
})
