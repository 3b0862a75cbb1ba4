/**
 * The places of the first `n` times in order; undefined where they are in order already. Pieces of a day are each in order, so they
 * are merged run by run (a natural merge sort): what came first stays first among equals.
 */
export function inOrderOfTime(times: Uint32Array, n: number): Uint32Array | undefined {
  let runs = runsIn(times, n)
  if (runs.length <= 2) return undefined
  let [order, next] = [Uint32Array.from({ length: n }, (_, i) => i), new Uint32Array(n)]
  while (runs.length > 2) {
    const merged = [0]
    for (let run = 0; run + 1 < runs.length; run += 2) {
      const [from, middle, to] = [runs[run]!, runs[run + 1]!, runs[run + 2] ?? runs[run + 1]!]
      merge(times, order, next, { from, middle, to })
      merged.push(to)
    }
    runs = merged
    ;[order, next] = [next, order]
  }
  return order
}

/** Where each run that is in order begins, and the end. */
function runsIn(times: Uint32Array, n: number): number[] {
  const runs = [0]
  for (let i = 1; i < n; i++) if (times[i]! < times[i - 1]!) runs.push(i)
  runs.push(n)
  return runs
}

function merge(
  times: Uint32Array,
  order: Uint32Array,
  into: Uint32Array,
  { from, middle, to }: { from: number; middle: number; to: number },
): void {
  let [left, right] = [from, middle]
  for (let at = from; at < to; at++) {
    const takesLeft = left < middle && (right >= to || times[order[left]!]! <= times[order[right]!]!)
    into[at] = takesLeft ? order[left++]! : order[right++]!
  }
}
