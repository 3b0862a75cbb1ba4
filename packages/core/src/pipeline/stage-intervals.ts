import type { Instant } from '@throughline/canonical'

/** A move that the CRM itself tells of: a deal came into a stage. */
export interface StageMove {
  at: Instant
  stage: string
  pipeline: string | null
  /** The CRM's key of the move: decides between two of one moment. */
  key: string
}

/** A deal as it was seen when a version of it was recorded. */
export interface SeenDeal {
  seenAt: Instant
  stage: string | null
  pipeline: string | null
  state: 'open' | 'won' | 'lost' | null
  /** Deleted at the CRM, or merged into another deal. */
  gone: boolean
}

/** A deal's stay in one stage. */
export interface StageInterval {
  stage: string
  pipeline: string | null
  /** The n-th time that the deal came into this stage, from 1. */
  visit: number
  from: Instant
  /** Null while the deal is there, or ended there. */
  to: Instant | null
  seconds: number | null
  /** The CRM told when it began. Otherwise it is when we first saw it, and it began no later. */
  told: boolean
  ends: 'moved' | 'open' | 'won' | 'lost' | 'gone'
}

interface Entry {
  at: Instant
  stage: string
  pipeline: string | null
  told: boolean
}

/**
 * The stays of one deal, in order: each ends where the next begins. The CRM's own history counts; what we saw ourselves stands in for
 * it where it has none, and tells of a stage that the history does not know yet. Nothing is made up for the time before the first of
 * either.
 *
 * - Moves come in any order. Of several at one moment the last by key counts: the deal stood in the others for no time.
 * - A move into the stage in which the deal stands is none. One into a stage that it had left is another visit.
 * - A deal that is gone ends where we saw that it was; one that is won or lost ends in the stage in which it was closed.
 * @param seen every version of the deal, in the order in which they were recorded
 */
export function stageIntervals(moves: readonly StageMove[], seen: readonly SeenDeal[]): StageInterval[] {
  const told = toldEntries(moves)
  const entries = merged([...told, ...seenEntries(seen, told.at(-1))])
  const visits = new Map<string, number>()
  const last = entries.length - 1
  return entries.map((entry, place) => {
    const visit = (visits.get(entry.stage) ?? 0) + 1
    visits.set(entry.stage, visit)
    const next = entries[place + 1]
    const end = place === last ? endOf(seen, entry.at) : { to: next?.at ?? null, ends: 'moved' as const }
    return {
      ...{ stage: entry.stage, pipeline: entry.pipeline, visit, from: entry.at, told: entry.told },
      ...end,
      seconds: end.to === null ? null : (Date.parse(end.to) - Date.parse(entry.at)) / 1_000,
    }
  })
}

function toldEntries(moves: readonly StageMove[]): Entry[] {
  const sorted = moves.toSorted((a, b) => compare(a.at, b.at) || compare(a.key, b.key))
  return sorted
    .filter((move, place) => sorted[place + 1]?.at !== move.at)
    .map(({ at, stage, pipeline }) => ({ at, stage, pipeline, told: true }))
}

/**
 * What we saw beside the history, of one moment the last. Where there is one, only the stage that was seen last counts, if it was seen after the history's
 * last move: what was read before that move and recorded after it is old news.
 */
function seenEntries(seen: readonly SeenDeal[], lastTold: Entry | undefined): Entry[] {
  const entries = seen
    .flatMap(({ seenAt, stage, pipeline, gone }) =>
      stage === null || gone ? [] : [{ at: seenAt, stage, pipeline, told: false }],
    )
    .filter(({ at }, place, all) => all[place + 1]?.at !== at)
  if (!lastTold) return entries
  const newest = entries.at(-1)
  if (!newest || newest.stage === lastTold.stage) return []
  const other = entries.findLastIndex(({ stage }) => stage !== newest.stage)
  const first = entries[other + 1]
  return first && first.at > lastTold.at ? [first] : []
}

/** Moves into the stage in which it stands are none; a pipeline that was not named is learnt from them. */
function merged(entries: readonly Entry[]): Entry[] {
  const result: Entry[] = []
  for (const entry of entries) {
    const before = result.at(-1)
    if (before?.stage === entry.stage) before.pipeline ??= entry.pipeline
    else result.push({ ...entry })
  }
  return result
}

function endOf(seen: readonly SeenDeal[], from: Instant): Pick<StageInterval, 'to' | 'ends'> {
  const newest = seen.at(-1)
  if (newest?.gone) {
    const alive = seen.findLastIndex(({ gone }) => !gone)
    const goneAt = seen[alive + 1]?.seenAt ?? newest.seenAt
    return { to: goneAt > from ? goneAt : from, ends: 'gone' }
  }
  if (newest?.state === 'won' || newest?.state === 'lost') return { to: null, ends: newest.state }
  return { to: null, ends: 'open' }
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
