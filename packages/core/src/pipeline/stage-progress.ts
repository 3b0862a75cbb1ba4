import { dayMs, msOf, valueOf, type PipelineDeal } from './pipeline-deal.ts'
import { timeTo, type TimeTo, type Wait } from './time-to.ts'

/** A stage of a pipeline, in the order in which the CRM has them. */
export interface Stage {
  key: string
  name: string
  state: 'open' | 'won' | 'lost'
}

/** How deals fared in one stage. */
export interface StageProgress extends Stage {
  /** Deals that ever came into it, and what they are worth. */
  entered: number
  value: number
  /** Where they went from there at last: still there, on to another stage, or closed in it. */
  here: number
  moved: number
  gone: number
  /** Days that a stay lasts. Null for stages in which deals are closed: nobody stays there. */
  dwell: TimeTo | null
  /** Stays left out of it, whose beginning nobody told: they began before we first saw them. */
  untold: number
}

/**
 * How deals came through the stages. Each stay is one wait: it ended where the deal moved on or was closed, and is censored where
 * the deal is still there, or was deleted. A deal counts once in a stage, however often it came there; its stays count each.
 * @param now epoch milliseconds
 */
export function stageProgress(deals: readonly PipelineDeal[], stages: readonly Stage[], now: number): StageProgress[] {
  return stages.map((stage) => {
    const in_ = deals.filter(({ stays }) => stays.some((stay) => stay.stage === stage.key))
    const lastStays = in_.map(({ stays }) => stays.findLast((stay) => stay.stage === stage.key))
    const stays = in_.flatMap((deal) =>
      deal.stays.filter((stay) => stay.stage === stage.key).map((stay) => ({ deal, stay })),
    )
    const told = stays.filter(({ stay }) => stay.told)
    const closes = stage.state !== 'open'
    return {
      ...stage,
      entered: in_.length,
      value: in_.reduce((sum, deal) => sum + valueOf(deal), 0),
      here: lastStays.filter((stay) => stay?.ends === 'open').length,
      moved: lastStays.filter((stay) => stay?.ends === 'moved').length,
      gone: lastStays.filter((stay) => stay?.ends === 'gone').length,
      dwell: closes
        ? null
        : timeTo(
            told.map(({ deal, stay }): Wait => {
              const from = msOf(stay.from)
              const closed = stay.ends === 'won' || stay.ends === 'lost'
              const to = stay.to !== null ? msOf(stay.to) : closed ? (deal.closedAt ?? from) : now
              return { days: (to - from) / dayMs, ended: stay.ends === 'moved' || closed }
            }),
          ),
      untold: closes ? 0 : stays.length - told.length,
    }
  })
}

/** Of deals that came into one stage, how many came into another after it. */
export interface StagePair {
  from: string
  to: string
  n: number
  reached: number
  /** Of those that did not, how many are still open and may yet. */
  undecided: number
  /** reached ÷ n; null where nothing came into the first. */
  rate: number | null
}

/** Conversion between two stages: the second reached at or after the first visit of the first, however many lie between them. */
export function stagePair(deals: readonly PipelineDeal[], from: string, to: string): StagePair {
  let [n, reached, undecided] = [0, 0, 0]
  for (const { stays, state } of deals) {
    const first = stays.findIndex(({ stage }) => stage === from)
    if (first < 0) continue
    n += 1
    if (stays.some(({ stage }, place) => place > first && stage === to)) reached += 1
    else if (state === 'open') undecided += 1
  }
  return { from, to, n, reached, undecided, rate: n === 0 ? null : reached / n }
}
