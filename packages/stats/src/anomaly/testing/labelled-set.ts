import { readFileSync } from 'node:fs'
import type { Costs, Labelled, NabScore } from './nab-score.ts'

interface Expected {
  scoring: { profiles: Record<string, { CostMatrix: Costs }> }
  windows: Record<string, [string, string][]>
  detector_scores: Record<string, Record<string, NabScore>>
}

const folder = new URL('../../../reference/anomaly/', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8')

/** The labelled hourly series of six ad exchanges, with published scores. */
export function labelledSet() {
  const expected = JSON.parse(read('expected.json')) as Expected
  const files = Object.entries(expected.windows).map(([name, windows]) => {
    const lines = read(name).trim().split('\n').slice(1)
    const times = lines.map((line) => (line.split(',')[0] as string).slice(0, 19))
    const row = (time: string) => times.indexOf(time.slice(0, 19))
    return {
      name,
      values: lines.map((line) => Number(line.split(',')[1])),
      windows: windows.map(([left, right]) => [row(left), row(right)] as const),
    }
  })
  return {
    files,
    costs: (profile: string): Costs => expected.scoring.profiles[profile]?.CostMatrix as Costs,
    published: (detector: string, profile: string): NabScore =>
      expected.detector_scores[detector]?.[profile] as NabScore,
    profiles: Object.keys(expected.scoring.profiles),
  }
}

/** Every file with the scores that a detector gives its rows. */
export const scoredBy = (
  files: ReturnType<typeof labelledSet>['files'],
  detector: (values: readonly number[]) => ArrayLike<number>,
): Labelled[] => files.map(({ values, windows }) => ({ scores: detector(values), windows }))
