import type { Total } from '@throughline/connector-kit'

/** What is here of one day of a source's calendar, or, without a day, of a whole stream. */
export interface Ours {
  day: string | null
  count: number
  minor: number | null
  currency: string | null
}

/**
 * Why a day differs: `set_aside` as many rows as are missing lie in quarantine; `still_moving` the day is not over for long enough,
 * the next reading will tell; `missing`, `extra` rows that only the source, or only we, have; `amounts` the rows agree and their
 * sum does not.
 */
type DifferenceCause = 'set_aside' | 'still_moving' | 'missing' | 'extra' | 'amounts'

export interface Difference {
  day: string | null
  source: { count: number | null; minor: number | null }
  ours: { count: number; minor: number | null }
  currency: string | null
  cause: DifferenceCause
}

export interface Comparison {
  state: 'complete' | 'differs' | 'not_provable'
  sourceCount: number | null
  ourCount: number | null
  differences: Difference[]
}

/**
 * Compares what the source counts with what is here. A source that gives no count and no sum proves nothing: "not provable", never
 * complete.
 * @param settledBefore days from here on may still move at the source
 */
export function compareTotals(
  totals: readonly Total[],
  ours: readonly Ours[],
  { setAside, settledBefore }: { setAside: number; settledBefore: string },
): Comparison {
  const provable = totals.some(({ count, sum }) => count !== undefined || sum !== undefined)
  if (!provable) return { state: 'not_provable', sourceCount: null, ourCount: null, differences: [] }
  const byDay = totals.some(({ day }) => day !== undefined)
  const nameOf = (day: string | null | undefined, currency: string | null | undefined) =>
    `${day ?? ''} ${currency ?? ''}`
  const here = new Map<string, Ours>()
  const summed = totals.some(({ sum }) => sum)
  for (const each of ours) {
    const name = nameOf(byDay ? each.day : null, summed ? each.currency : null)
    const before = here.get(name)
    here.set(name, {
      day: byDay ? each.day : null,
      count: (before?.count ?? 0) + each.count,
      minor: each.minor === null ? (before?.minor ?? null) : (before?.minor ?? 0) + each.minor,
      currency: summed ? each.currency : null,
    })
  }
  const there = new Map(totals.map((total) => [nameOf(total.day, summed ? total.sum?.currency : null), total]))
  const names = [...new Set([...there.keys(), ...here.keys()])].sort()
  const none: Ours = { day: null, count: 0, minor: null, currency: null }
  let spare = setAside
  const differences = names.flatMap((name): Difference[] => {
    const total = there.get(name)
    const mine = here.get(name)
    const day = total?.day ?? mine?.day ?? null
    const { count, minor } = mine ?? none
    // What the source does not count on a day, or leaves out of its answer, it counts as nothing.
    const theirs = {
      count: total?.count ?? (total && total.count === undefined ? null : 0),
      minor: total?.sum?.minor ?? (summed ? 0 : null),
    }
    const sameCount = theirs.count === null || theirs.count === count
    const sameSum = !summed || theirs.minor === (minor ?? 0)
    if (sameCount && sameSum) return []
    const missing = theirs.count === null ? 0 : theirs.count - count
    const cause = causeOf({ missing, day, settledBefore, spare })
    if (cause === 'set_aside') spare -= missing
    const currency = total?.sum?.currency ?? mine?.currency ?? null
    return [{ day, source: theirs, ours: { count, minor }, currency, cause }]
  })
  const counts = totals.flatMap(({ count }) => count ?? [])
  return {
    state: differences.length === 0 ? 'complete' : 'differs',
    sourceCount: counts.length > 0 ? counts.reduce((sum, count) => sum + count, 0) : null,
    ourCount: ours.reduce((sum, { count }) => sum + count, 0),
    differences,
  }
}

function causeOf(at: { missing: number; day: string | null; settledBefore: string; spare: number }): DifferenceCause {
  if (at.missing > 0 && at.missing <= at.spare) return 'set_aside'
  if (at.day !== null && at.day >= at.settledBefore) return 'still_moving'
  if (at.missing === 0) return 'amounts'
  return at.missing > 0 ? 'missing' : 'extra'
}
