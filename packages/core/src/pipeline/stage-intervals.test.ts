import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { stageIntervals, type SeenDeal, type StageMove } from './stage-intervals.ts'

const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T12:00:00.000Z`
const move = (day: number, stage: string, key = `${day} ${stage}`): StageMove => ({
  at: at(day),
  stage,
  pipeline: 'sales',
  key,
})
const saw = (day: number, stage: string | null, more: Partial<SeenDeal> = {}): SeenDeal => ({
  ...{ seenAt: at(day), stage, pipeline: 'sales', state: 'open', gone: false },
  ...more,
})
const brief = (moves: StageMove[], seen: SeenDeal[] = []) =>
  stageIntervals(moves, seen).map(({ stage, from, to, ends }) => [
    stage,
    Number(from.slice(8, 10)),
    to && Number(to.slice(8, 10)),
    ends,
  ])

describe('a deal’s stays', () => {
  test('end where the next begins, in whatever order the moves came, with their seconds', () => {
    expect(stageIntervals([move(5, 'offer'), move(1, 'new')], [saw(5, 'offer')])).toEqual([
      {
        ...{ stage: 'new', pipeline: 'sales', visit: 1, from: at(1), to: at(5), seconds: 4 * 86_400 },
        ...{ told: true, ends: 'moved' },
      },
      {
        ...{ stage: 'offer', pipeline: 'sales', visit: 1, from: at(5), to: null, seconds: null },
        ...{ told: true, ends: 'open' },
      },
    ])
  })

  test('a move into the stage in which it stands is none', () => {
    expect(brief([move(1, 'new'), move(2, 'new'), move(3, 'offer')])).toEqual([
      ['new', 1, 3, 'moved'],
      ['offer', 3, null, 'open'],
    ])
  })

  test('of two moves in one moment the last counts', () => {
    expect(brief([move(1, 'new'), move(3, 'offer', 'b'), move(3, 'call', 'a')])).toEqual([
      ['new', 1, 3, 'moved'],
      ['offer', 3, null, 'open'],
    ])
  })

  test('reopened, it visits again', () => {
    const stays = stageIntervals([move(1, 'new'), move(2, 'lost'), move(4, 'new'), move(6, 'won')], [])
    expect(stays.map(({ stage, visit }) => [stage, visit])).toEqual([
      ['new', 1],
      ['lost', 1],
      ['new', 2],
      ['won', 1],
    ])
  })

  test('closed, it ends in the stage in which it was closed', () => {
    expect(brief([move(1, 'new'), move(4, 'yes')], [saw(1, 'new'), saw(4, 'yes', { state: 'won' })])).toEqual([
      ['new', 1, 4, 'moved'],
      ['yes', 4, null, 'won'],
    ])
  })

  test('deleted or merged, it ends where we first saw that it was gone', () => {
    const seen = [saw(1, 'new'), saw(7, 'new', { gone: true }), saw(9, 'new', { gone: true })]
    expect(brief([move(1, 'new')], seen)).toEqual([['new', 1, 7, 'gone']])
    expect(brief([move(1, 'new')], [...seen, saw(10, 'new')])).toEqual([['new', 1, null, 'open']])
  })
})

describe('a deal whose CRM has no history', () => {
  test('stays from when each stage was first seen, and says so', () => {
    const stays = stageIntervals([], [saw(2, 'new'), saw(3, 'new'), saw(6, 'offer')])
    expect(stays.map(({ stage, from, told }) => [stage, from, told])).toEqual([
      ['new', at(2), false],
      ['offer', at(6), false],
    ])
  })

  test('and whose stage nobody names has none', () => {
    expect(stageIntervals([], [saw(2, null)])).toEqual([])
  })
})

describe('history and what was seen', () => {
  test('a stage that the history does not know yet is there from when it was first seen', () => {
    expect(brief([move(1, 'new')], [saw(1, 'new'), saw(4, 'offer'), saw(5, 'offer')])).toEqual([
      ['new', 1, 4, 'moved'],
      ['offer', 4, null, 'open'],
    ])
    expect(brief([move(1, 'new'), move(3, 'offer')], [saw(1, 'new'), saw(4, 'offer'), saw(5, 'offer')])).toEqual([
      ['new', 1, 3, 'moved'],
      ['offer', 3, null, 'open'],
    ])
  })

  test('what was read before a move and recorded after it is old news', () => {
    const seen = [saw(1, 'new'), saw(4, 'new'), saw(5, 'offer')]
    expect(brief([move(1, 'new'), move(3, 'offer')], seen)).toEqual([
      ['new', 1, 3, 'moved'],
      ['offer', 3, null, 'open'],
    ])
  })
})

describe('for any history', () => {
  const days = fc.integer({ min: 1, max: 20 })
  const stages = fc.constantFrom('a', 'b', 'c')
  const moves = fc.array(
    fc.tuple(days, stages, fc.nat(5)).map(([day, stage, key]) => move(day, stage, `${key} ${stage}`)),
  )
  const seen = fc
    .array(fc.tuple(days, fc.option(stages), fc.constantFrom('open' as const, 'won' as const), fc.boolean()))
    .map((rows) =>
      rows
        .toSorted(([a], [b]) => a - b)
        .map(([day, stage, state, gone]) => saw(day, stage, { state, gone: gone && day > 10 })),
    )

  test('stays follow each other without a gap, none takes no time, and neighbours differ', () => {
    fc.assert(
      fc.property(moves, seen, (moves, seen) => {
        const stays = stageIntervals(moves, seen)
        for (const [place, stay] of stays.entries()) {
          const next = stays[place + 1]
          if (!next) {
            expect(stay.ends).not.toBe('moved')
            continue
          }
          expect([stay.to, stay.ends]).toEqual([next.from, 'moved'])
          expect(stay.seconds).toBeGreaterThan(0)
          expect(stay.stage).not.toBe(next.stage)
        }
        const whole = stays.slice(0, -1).reduce((sum, { seconds }) => sum + (seconds ?? 0), 0)
        const [first, last] = [stays[0], stays.at(-1)]
        if (first && last) expect(whole).toBe((Date.parse(last.from) - Date.parse(first.from)) / 1_000)
      }),
    )
  })

  test('the order of moves and repeats of them change nothing', () => {
    fc.assert(
      fc.property(moves, seen, fc.array(fc.nat()), (moves, seen, keys) => {
        const shuffled = moves.map((each, n) => ({ each, key: keys[n] ?? 0 })).toSorted((a, b) => a.key - b.key)
        const again = [...shuffled.map(({ each }) => each), ...moves.slice(0, 2)]
        expect(stageIntervals(again, seen)).toEqual(stageIntervals(moves, seen))
      }),
    )
  })

  test('every stage that the deal stood in for a while is there, told by whom it was told', () => {
    fc.assert(
      fc.property(moves, (moves) => {
        const stays = stageIntervals(moves, [])
        for (const stay of stays)
          expect(moves.some((each) => each.at === stay.from && each.stage === stay.stage)).toBe(true)
        expect(stays.every(({ told }) => told)).toBe(true)
        expect(stays.length === 0).toBe(moves.length === 0)
      }),
    )
  })
})
