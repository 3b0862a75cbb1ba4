/**
 * Moments of people, each person's in order of time: person i has moments [from[i], from[i + 1]). What was put in and taken back is
 * not among them.
 */
export interface Moments {
  /** By the number that they are known by now, ascending. */
  people: Uint32Array
  from: Uint32Array
  /** Days since 1970-01-01, on the tenant's calendar. */
  day: Int32Array
  /** Seconds since 1970. */
  sec: Uint32Array
  /** What it was, as whoever collected it means it. */
  tag: Uint8Array
}

/** Moments as they come: put in (+1) or taken back (−1). */
export interface Collected {
  n: number
  root: Uint32Array
  day: Int32Array
  sec: Uint32Array
  tag: Uint8Array
  sign: Int8Array
}

export const collecting = (most: number): Collected => ({
  n: 0,
  root: new Uint32Array(most),
  day: new Int32Array(most),
  sec: new Uint32Array(most),
  tag: new Uint8Array(most),
  sign: new Int8Array(most),
})

/** Sorts what was collected by person and time, and leaves out what cancels: the order in which it came is nothing to it. */
export function momentsOf(all: Collected, size: number): Moments {
  const from = new Uint32Array(size + 1)
  for (let i = 0; i < all.n; i++) from[all.root[i]! + 1]!++
  for (let root = 0; root < size; root++) from[root + 1]! += from[root]!
  const next = from.slice()
  const order = new Uint32Array(all.n)
  for (let i = 0; i < all.n; i++) order[next[all.root[i]!]!++] = i
  const found = { ...collecting(all.n), people: [] as number[], starts: [0] }
  for (let root = 0; root < size; root++) {
    if (from[root] === from[root + 1]) continue
    const before = found.n
    keepEffective(order.subarray(from[root], from[root + 1]), all, found)
    if (found.n === before) continue
    found.people.push(root)
    found.starts.push(found.n)
  }
  return {
    people: Uint32Array.from(found.people),
    from: Uint32Array.from(found.starts),
    day: found.day.slice(0, found.n),
    sec: found.sec.slice(0, found.n),
    tag: found.tag.slice(0, found.n),
  }
}

function keepEffective(of: Uint32Array, all: Collected, found: Collected): void {
  const before = (a: number, b: number) =>
    all.day[a]! - all.day[b]! || all.sec[a]! - all.sec[b]! || all.tag[a]! - all.tag[b]!
  sortSmall(of, before)
  for (let at = 0; at < of.length;) {
    const first = of[at]!
    let times = 0
    for (; at < of.length && before(first, of[at]!) === 0; at++) times += all.sign[of[at]!]!
    for (; times > 0; times--) {
      found.day[found.n] = all.day[first]!
      found.sec[found.n] = all.sec[first]!
      found.tag[found.n++] = all.tag[first]!
    }
  }
}

/** In place; what is nearly sorted, as moments that come day by day are, is done in one walk. */
function sortSmall(list: Uint32Array, compare: (a: number, b: number) => number): void {
  if (list.length > 64) {
    list.sort(compare)
    return
  }
  for (let i = 1; i < list.length; i++) {
    const each = list[i]!
    let at = i
    for (; at > 0 && compare(list[at - 1]!, each) > 0; at--) list[at] = list[at - 1]!
    list[at] = each
  }
}
