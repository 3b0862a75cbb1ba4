import { expect, test } from 'vitest'
import { disagreementOf } from './disagreement.ts'

test('the index of disagreement has a word for every stretch', () => {
  expect([0, 0.004, 0.05, 0.1, 0.3, 0.6, 1].map(disagreementOf)).toEqual([
    ...['same', 'same', 'little', 'some', 'much', 'wholly', 'wholly'],
  ])
})
