import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pathsOf, type Paths } from '../paths.ts'

const folder = path.join(import.meta.dirname, '..', 'reference')

interface Exact {
  p_conversion_base: number
  expected_value_base: number
  removal_effect_conversion: Record<string, number>
  removal_effect_value: Record<string, number>
  attributed_conversions: Record<string, number>
  attributed_value: Record<string, number>
}

type PerChannel<Keys extends string> = ({ channel_name: string } & Record<Keys, number>)[]

/** What others published of the cases; SOURCE.md says who. */
export interface Expected {
  heuristic_first_last_linear: PerChannel<`${'first' | 'last' | 'linear'}_touch_${'conversions' | 'value'}`>
  markov_exact: { order_1: Exact; order_2: Exact }
  markov_monte_carlo: Record<
    'order_1' | 'order_2',
    { result: PerChannel<'total_conversions' | 'total_conversion_value'> }
  >
  nine_paths: {
    paths: string[]
    each: { conversions: number; value: number; null: number }
    expected_value: Record<'first' | 'last' | 'linear' | 'position_40_20_40' | 'markov_order1', Record<string, number>>
    removal_effects_order1: Record<string, number>
  }
}

export const expected = JSON.parse(readFileSync(path.join(folder, 'expected.json'), 'utf8')) as Expected

const pathDataFile = path.join(folder, 'pathdata_odd.csv')

/** 5,000 paths over 12 channels. */
export const pathData = (): Paths =>
  pathsOf(
    readFileSync(pathDataFile, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => {
        const [, touches = '', conversions, value, nulls] = /^"(.*)",(.*),(.*),(.*)$/.exec(line) ?? []
        return {
          touches: touches.split(' > '),
          conversions: Number(conversions),
          value: Number(value),
          nulls: Number(nulls),
        }
      }),
  )

export const ninePaths = (): Paths => {
  const { paths, each } = expected.nine_paths
  return pathsOf(
    paths.map((path) => ({
      touches: path.split(' > '),
      conversions: each.conversions,
      value: each.value,
      nulls: each.null,
    })),
  )
}
