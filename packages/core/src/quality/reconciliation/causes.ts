/**
 * Why what an outside system says differs from what is here. `window`: it counts those who only saw an ad, or looks back further.
 * `time_zone`: its day begins at another hour. `counted_twice`: its pixel and our server told it of the same. `late`: it still changes
 * the day. `refund`: part of it was given back. `currency`: in another one. `unmatched`: none of these.
 */
export const differenceCauses = [
  'currency',
  'refund',
  'window',
  'counted_twice',
  'time_zone',
  'late',
  'unmatched',
] as const
export type DifferenceCause = (typeof differenceCauses)[number]

/** Differences up to this share need no cause. */
const withinShare = 0.01

export interface Reconciled {
  theirs: number
  ours: number
  /** Theirs − ours, as a share of the larger; null where both are nothing. */
  share: number | null
  agrees: boolean
  /** Signed parts of theirs − ours; together they are all of it, unless it agrees. */
  causes: { cause: DifferenceCause; part: number }[]
}

/**
 * Lays a difference to its causes, in order, each as far as it can explain it; what is left is `unmatched`. Pure.
 * @param could how much each cause could explain, signed as theirs − ours
 */
export function reconcile(
  { theirs, ours }: { theirs: number; ours: number },
  could: Partial<Record<DifferenceCause, number>>,
): Reconciled {
  const difference = theirs - ours
  const larger = Math.max(Math.abs(theirs), Math.abs(ours))
  const share = larger === 0 ? null : difference / larger
  const agrees = Math.abs(difference) <= withinShare * larger
  if (agrees) return { theirs, ours, share, agrees, causes: [] }
  const causes: Reconciled['causes'] = []
  let left = difference
  for (const cause of differenceCauses) {
    const most = could[cause] ?? 0
    if (left === 0 || most === 0 || Math.sign(most) !== Math.sign(left)) continue
    const part = Math.sign(left) * Math.min(Math.abs(left), Math.abs(most))
    causes.push({ cause, part })
    left -= part
  }
  if (Math.abs(left) > 1e-9) causes.push({ cause: 'unmatched', part: left })
  return { theirs, ours, share, agrees, causes }
}
