import { expect, test } from 'vitest'
import { readFigure, readState } from './shown-state.ts'

test('an address filters by a state that there is, and by nothing else', () => {
  expect(['active', 'lapsed', 'ended', 'paused', '', null].map(readState)).toEqual([
    'active',
    'lapsed',
    'ended',
    undefined,
    undefined,
    undefined,
  ])
})

test('an address opens the proof of a figure of this page, and of no other', () => {
  expect(['mrr', 'due', 'raised_net', null].map(readFigure)).toEqual(['mrr', 'due', undefined, undefined])
})
