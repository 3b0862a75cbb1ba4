/** What a miss, a find and a false alarm weigh: a profile of the Numenta Anomaly Benchmark. */
export interface Costs {
  tpWeight: number
  fpWeight: number
  fnWeight: number
}

/** Rows of one file with a detector's score each, and its labelled windows as row indices, both ends inside. */
export interface Labelled {
  scores: ArrayLike<number>
  windows: readonly (readonly [number, number])[]
}

export interface NabScore {
  normalized: number
  raw: number
  threshold: number
  tp: number
  fp: number
  fn: number
  tn: number
}

/** Early in a window is worth one, at its end nothing; long after it −1. */
const worth = (y: number): number => (y > 3 ? -1 : 2 / (1 + Math.exp(5 * y)) - 1)

interface Row {
  score: number
  value: number
  /** The window that it lies in, or null. */
  window: number | null
}

/**
 * The benchmark's score (Lavin and Ahmad 2015, "Evaluating Real-time Anomaly Detection Algorithms"): one threshold for the whole set,
 * the best there is; each window counts its earliest find once, or a miss; every row found outside counts against.
 * @returns normalised so that finding nothing is 0 and finding every window at its first row is 100
 */
export function nabScore(files: readonly Labelled[], costs: Costs): NabScore {
  const rows: Row[] = []
  let windows = 0
  for (const file of files) {
    rows.push(...rowsOf(file, costs, windows))
    windows += file.windows.length
  }
  const none = -costs.fnWeight * windows
  const best = new Float64Array(windows).fill(-costs.fnWeight)
  const inside = rows.filter(({ window }) => window !== null).length
  let outside = 0
  let sum = none
  let [tp, fp] = [0, 0]
  const at = (threshold: number): NabScore => ({
    normalized: (100 * (sum + outside - none)) / (costs.tpWeight * windows - none),
    raw: sum + outside,
    ...{ threshold, tp, fp, fn: inside - tp, tn: rows.length - inside - fp },
  })
  let top = at(1.1)
  rows.sort((a, b) => b.score - a.score)
  rows.forEach(({ score, value, window }, i) => {
    if (window === null) {
      outside += value
      fp += 1
    } else {
      tp += 1
      const before = best[window] as number
      best[window] = Math.max(before, value)
      sum += best[window] - before
    }
    if (rows[i + 1]?.score !== score && sum + outside > top.raw) top = at(score)
  })
  return top
}

/** Rows after the first 15 % (at most 750), each with what finding it is worth. */
function rowsOf({ scores, windows }: Labelled, { tpWeight, fpWeight }: Costs, firstWindow: number): Row[] {
  const rows: Row[] = []
  const probation = Math.min(Math.floor(0.15 * scores.length), 750)
  for (let i = probation; i < scores.length; i++) {
    const score = scores[i] as number
    const window = windows.findIndex(([left, right]) => i >= left && i <= right)
    const within = windows[window]
    if (within) {
      const [left, right] = within
      const value = (tpWeight * worth(-(right - i + 1) / (right - left + 1))) / worth(-1)
      rows.push({ score, value, window: firstWindow + window })
      continue
    }
    const last = windows.findLast(([, right]) => right < i)
    const value = last ? fpWeight * worth((i - last[1]) / (last[1] - last[0])) : -fpWeight
    rows.push({ score, value, window: null })
  }
  return rows
}
