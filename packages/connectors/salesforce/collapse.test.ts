import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { collapse, contactsOf, type StageStates } from './collapse.ts'

const states: StageStates = { New: 'open', Talk: 'open', 'Closed Won': 'won', 'Closed Lost': 'lost' }
const rows = (...stages: string[]) =>
  stages.map((StageName, index) => ({
    Id: `008${index}`,
    StageName,
    CreatedDate: `2026-01-0${index + 1}T00:00:00.000Z`,
  }))
const entering = (...stages: string[]) =>
  collapse(rows(...stages), states).map(({ enters, closes }) => [enters, closes])

describe('the history of a deal', () => {
  test('has one stay for rows in a row of one stage, from the first on', () => {
    expect(entering('New', 'New', 'Talk', 'Talk', 'New')).toEqual([
      [true, undefined],
      [undefined, undefined],
      [true, undefined],
      [undefined, undefined],
      [true, undefined],
    ])
  })

  test('closes the deal where it last entered a closed stage, not where something else changed since', () => {
    expect(entering('New', 'Closed Won', 'Closed Won').map(([, closes]) => closes)).toEqual([
      undefined,
      true,
      undefined,
    ])
    expect(entering('Closed Lost', 'Closed Won').map(([, closes]) => closes)).toEqual([undefined, true])
  })

  test('of a deal opened again closes nothing', () => {
    expect(entering('New', 'Closed Lost', 'Talk').some(([, closes]) => closes)).toBe(false)
  })

  test('knows a closed stage that was renamed since by its forecast category', () => {
    const old = { StageName: 'Gewonnen', CreatedDate: '2026-01-01T00:00:00.000Z', Id: '0081' }
    expect(collapse([{ ...old, ForecastCategory: 'Closed' }], states)[0]).toMatchObject({ closes: true })
    expect(collapse([{ ...old, ForecastCategory: 'Omitted', Probability: 0 }], states)[0]).toMatchObject({
      closes: true,
    })
    expect(collapse([{ ...old, ForecastCategory: 'Pipeline', Probability: 10 }], states)[0]).not.toHaveProperty(
      'closes',
    )
  })

  test('is the same whatever order its rows come in', () => {
    const stage = fc.constantFrom('New', 'Talk', 'Closed Won', 'Closed Lost')
    fc.assert(
      fc.property(fc.array(stage, { maxLength: 9 }), fc.infiniteStream(fc.nat()), (stages, order) => {
        const history = rows(...stages)
        const shuffled = history
          .map((row) => [order.next().value as number, row] as const)
          .sort(([a], [b]) => a - b)
          .map(([, row]) => row)
        const told = collapse(shuffled, states)
        expect(told).toEqual(collapse(history, states))
        const entered = told.filter(({ enters }) => enters)
        for (const [index, row] of entered.entries()) expect(row.StageName).not.toBe(entered[index - 1]?.StageName)
        const last = stages.at(-1)
        expect(told.filter(({ closes }) => closes)).toHaveLength(last?.startsWith('Closed') ? 1 : 0)
      }),
    )
  })
})

test('contacts of a deal come primary first, then as they were added, each once', () => {
  const role = (Id: string, ContactId: string, CreatedDate: string, IsPrimary = false) => ({
    Id,
    ContactId,
    CreatedDate,
    IsPrimary,
  })
  expect(
    contactsOf([
      role('3', 'c', '2026-03'),
      role('1', 'a', '2026-01'),
      role('2', 'b', '2026-02', true),
      role('4', 'a', '2026-04'),
    ]),
  ).toEqual(['b', 'a', 'c'])
})
