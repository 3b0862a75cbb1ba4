import { creditChannels } from '../place.ts'
import type { JourneyColumns } from '../columns/columns.ts'
import { createWalk, type Filter } from '../columns/walk.ts'
import { compileRules, type Model, type Rule, type RuleTrouble } from '../models/index.ts'
import { compareModels, type GroupCredit } from './compare-models.ts'
import type { Grouped } from './group-places.ts'

export interface PreviewInput {
  columns: JourneyColumns
  filter: Filter
  grouped: Pick<Grouped, 'channelOf' | 'groupOf'> & { groups: number }
  /** What credit is kept by now. */
  now: Model
  text: string
  rules: readonly Rule[]
}

/** Journeys that rules give no weights, for one reason on one line: they are credited evenly. */
export interface TroubledJourneys {
  kind: RuleTrouble['kind']
  line: number | null
  journeys: number
  /** Some of them. */
  examples: number[]
}

export interface Previewed {
  /** Of each group, by what credit is kept by now and by the rules. */
  credit: { now: GroupCredit; then: GroupCredit }[]
  total: { net: number; gross: number; conversions: number }
  troubles: TroubledJourneys[]
}

const mostExamples = 5

/** What rules would credit, beside what is credited now, and the journeys for which they say nothing. Pure. */
export function previewRules({ columns, filter, grouped, now, text, rules }: PreviewInput): Previewed {
  const models: Model[] = [now, { name: 'custom', rules: text }]
  const { credit, total } = compareModels({ columns, filter, models, ...grouped })
  const none: GroupCredit = { net: 0, gross: 0, micro: 0 }
  return {
    credit: Array.from({ length: grouped.groups }, (_, g) => ({
      now: credit[0]?.[g] ?? none,
      then: credit[1]?.[g] ?? none,
    })),
    total,
    troubles: troublesOf(columns, filter, grouped.channelOf, rules),
  }
}

function troublesOf(
  columns: JourneyColumns,
  filter: Filter,
  channelOf: Uint8Array,
  rules: readonly Rule[],
): TroubledJourneys[] {
  const walk = createWalk(columns, filter, channelOf)
  const apply = compileRules(rules, creditChannels)
  const troubles = new Map<string, TroubledJourneys>()
  for (let i = 0; i < columns.n; i += 1) {
    if (!walk.take(i) || walk.state.n === 0) continue
    const trouble = apply(walk.state.journey, walk.state.parts)
    if (!trouble) continue
    const name = `${trouble.kind} ${trouble.line}`
    const known = troubles.get(name) ?? { kind: trouble.kind, line: trouble.line, journeys: 0, examples: [] }
    known.journeys += 1
    if (known.examples.length < mostExamples) known.examples.push(columns.journeyNo[i] as number)
    troubles.set(name, known)
  }
  return [...troubles.values()].sort((a, b) => b.journeys - a.journeys)
}
