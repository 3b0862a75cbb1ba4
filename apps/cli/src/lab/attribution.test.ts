import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { dispatch } from '../dispatch.ts'
import type { Context } from '../command.ts'
import type { AttributionReport } from './attribution-report.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'throughline-lab-'))
afterAll(() => {
  rmSync(folder, { recursive: true })
})
const reference = path.join(import.meta.dirname, '../../../../packages/core/src/attribution/models/reference')
let files = 0
const file = (text: string): string => {
  files += 1
  const name = path.join(folder, `${files}.csv`)
  writeFileSync(name, text)
  return name
}

const lab = async (...args: string[]): Promise<string> => {
  let said = ''
  const bar = { show: () => {}, done: () => {}, clear: () => {} }
  const context: Context = { env: {}, now: () => new Date(0), say: (line) => (said += `${line}\n`), bar }
  expect(await dispatch(['lab', 'attribution', ...args], context)).toBe(0)
  return said
}
const json = async (text: string, ...args: string[]): Promise<AttributionReport> =>
  JSON.parse(await lab('--paths', file(text), '--json', ...args)) as AttributionReport
const refused = (text: string, ...args: string[]) => expect(lab('--paths', file(text), ...args)).rejects

const header = 'path,conversions,value,nulls'

test('a published file is credited as published, whatever the names of its columns', async () => {
  const { models, markov } = JSON.parse(
    await lab('--paths', path.join(reference, 'pathdata_odd.csv'), '--json', '--order', '2'),
  ) as AttributionReport
  const expected = JSON.parse(readFileSync(path.join(reference, 'expected.json'), 'utf8')) as {
    markov_exact: {
      order_2: { attributed_value: Record<string, number>; removal_effect_conversion: Record<string, number> }
    }
  }
  expect(models.first_touch?.['eta']?.conversions).toBe(1637)
  expect(models.linear?.['eta']?.value).toBeCloseTo(7126.8141714548, 6)
  const { attributed_value, removal_effect_conversion } = expected.markov_exact.order_2
  for (const [name, value] of Object.entries(attributed_value))
    expect(models.markov?.[name]?.value).toBeCloseTo(value, 6)
  for (const [name, effect] of Object.entries(removal_effect_conversion))
    expect(markov?.removalEffects[name]).toBeCloseTo(effect, 12)
  expect(markov?.order).toBe(2)
})

test('without --models it says all that paths can be asked for', async () => {
  const report = await json(`${header}\na > b,1,10,1\n`)
  expect(Object.keys(report.models)).toEqual([
    'first_touch',
    'last_touch',
    'last_non_direct',
    'linear',
    'position_based',
    'j_shaped',
    'inverse_j',
    'markov',
    'shapley',
    'shapley_rate',
  ])
  expect(report.models.position_based).toEqual({ a: { conversions: 0.5, value: 5 }, b: { conversions: 0.5, value: 5 } })
})

test('transitions are probabilities from state to state', async () => {
  const { markov } = await json(`${header}\na > b,1,10,1\na,0,0,2\n`, '--models', 'markov')
  expect(markov?.transitions).toEqual({
    '(start)': { a: 1 },
    a: { b: 0.5, '(null)': 0.5 },
    b: { '(conversion)': 0.5, '(null)': 0.5 },
  })
  expect(markov?.removalEffects).toEqual({ a: 1, b: 1 })
})

test('of models that are not asked for nothing is said', async () => {
  const report = await json(`${header}\n"a, b > c",1,10,1\n`, '--models', 'linear, linear')
  expect(report).toEqual({
    models: { linear: { 'a, b': { conversions: 0.5, value: 5 }, c: { conversions: 0.5, value: 5 } } },
  })
})

test('conversions without a touch are unattributed in every model', async () => {
  const { models } = await json(`${header}\n,2,20,3\na,1,10,1\n`)
  for (const credited of Object.values(models))
    expect(credited).toEqual({ a: { conversions: 1, value: 10 }, unattributed: { conversions: 2, value: 20 } })
})

test('above twelve channels shapley_rate tells its standard errors', async () => {
  const rows = Array.from({ length: 14 }, (_, i) => `c${i} > c${(i + 1) % 14},${i + 1},1,10`)
  const { models, shapleyRate } = await json([header, ...rows].join('\n'), '--models', 'shapley_rate')
  const total = Object.values(models.shapley_rate ?? {}).reduce((sum, { conversions }) => sum + conversions, 0)
  expect(total).toBeCloseTo(105, 9)
  expect(shapleyRate?.standardErrors['c3']?.conversions).toBeGreaterThan(0)
})

test('people get a table', async () => {
  const said = await lab('--paths', file(`${header}\nads > sms,3,30,1\n`), '--models', 'linear,markov')
  expect(said).toContain('conversions\n     linear  markov\nads    1.50    1.50\nsms    1.50    1.50\n')
  expect(said).toContain('removal effects of markov, order 1; 75.00 % of journeys convert\nads  100.00 %')
})

test('a missing column is named, with those that there are', async () => {
  await refused('path,conversions,worth\na,1,1\n').toThrow(
    /lacks the columns value or total_conversion_value, nulls or total_null; it has path, conversions, worth\.$/,
  )
  await refused('path,conversions,total_conversions,value,nulls\na,1,1,1,1\n').toThrow(
    'has both conversions and total_conversions',
  )
})

test('a row that cannot be read is named, and those after it', async () => {
  await refused(`${header}\na,1,1,1\na,one,1,1\na,1,,1\n`).toThrow(
    /row 3: conversions is "one", which is no number; rows 4 cannot be read either\.$/,
  )
  await refused(`${header}\na,-1,1,1\n`).toThrow(/row 2: conversions is -1, which is below 0\.$/)
  await refused(`${header}\na,1,1\nb,1,1,1\n`).toThrow('row 2: 3 fields where the header has 4')
  await refused(`${header}\na >  > b,1,1,1\n`).toThrow('row 2: touch 2 of its path has no name')
  await refused(`${header}\na > (null),1,1,1\n`).toThrow('row 2: no channel may be called (null)')
  await refused(`${header}\na,0x10,1,1\n`).toThrow('"0x10", which is no number')
})

test('a file that is none is refused in words', async () => {
  await expect(lab('--paths', path.join(folder, 'none.csv'))).rejects.toThrow(/^There is no file .*none\.csv\.$/)
  await expect(lab('--paths', folder)).rejects.toThrow('is a folder; give a CSV file.')
  await refused('').toThrow('the CSV has no header row')
  await refused(`${header}\n`).toThrow('has a header and no paths.')
})

test('an unknown model, one that needs more than paths, and an order that is none are refused', async () => {
  const text = `${header}\na,1,1,1\n`
  await refused(text, '--models', 'linear,magic').toThrow('There is no model "magic"; there are first_touch')
  await refused(text, '--models', 'time_decay').toThrow(
    'time_decay needs the times of touches, which paths do not have.',
  )
  for (const order of ['0', '5', '1.5', 'two'])
    await refused(text, '--order', order).toThrow('it must be 1, 2, 3 or 4.')
})
