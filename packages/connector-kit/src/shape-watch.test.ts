import { describe, expect, test } from 'vitest'
import { watchShape } from './shape-watch.ts'

const known = { fields: ['id string', 'cents number'], learning: false }
const usual = { id: '1', cents: 5 }
const odd = { id: '2', cents: 5, mood: 'good' }
const changed = { id: '3', cents: '5.00' }

describe('a field that was never seen', () => {
  test('evolve: is kept, and told once', () => {
    const watch = watchShape(known)
    expect(watch([usual, odd, odd])).toEqual({ rows: [usual, odd, odd], aside: [], fresh: ['mood string'] })
    expect(watch([odd])).toEqual({ rows: [odd], aside: [], fresh: [] })
  })

  test('freeze: is left out of its row, and told', () => {
    const watch = watchShape({ ...known, policy: 'freeze' })
    expect(watch([usual, odd])).toEqual({ rows: [usual, { id: '2', cents: 5 }], aside: [], fresh: ['mood string'] })
    expect(watch([odd]).rows).toEqual([{ id: '2', cents: 5 }])
  })

  test('quarantine: sets its row aside with the reason, every time', () => {
    const watch = watchShape({ ...known, policy: 'quarantine' })
    const aside = [{ row: odd, fresh: ['mood string'] }]
    expect(watch([usual, odd])).toEqual({ rows: [usual], aside, fresh: ['mood string'] })
    expect(watch([odd])).toEqual({ rows: [], aside, fresh: [] })
  })

  test('a field of another type than before is one too', () => {
    expect(watchShape({ ...known, policy: 'quarantine' })([changed]).aside).toEqual([
      { row: changed, fresh: ['cents string'] },
    ])
  })

  test('while the stream is read for the first time everything is learnt, whatever the policy', () => {
    const watch = watchShape({ fields: [], learning: true, policy: 'quarantine' })
    expect(watch([usual, odd]).rows).toEqual([usual, odd])
  })
})

test('without a memory nothing is watched', () => {
  expect(watchShape(undefined)([odd])).toEqual({ rows: [odd], aside: [], fresh: [] })
})
