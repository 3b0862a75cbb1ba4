/**
 * Entries sorted by person, and each one's by an order: a sort by counting, then a small one each. What comes day by day is nearly in
 * order already.
 * @param root whose each entry is, below `size`; 0 is nobody, whose are left out
 */
export function byPerson(
  root: Uint32Array,
  n: number,
  size: number,
  before: (a: number, b: number) => number,
): { people: Uint32Array; from: Uint32Array; order: Uint32Array } {
  const from = new Uint32Array(size + 1)
  let known = 0
  for (let i = 0; i < n; i++)
    if (root[i] !== 0) {
      from[root[i]! + 1]!++
      known++
    }
  let many = 0
  for (let each = 0; each < size; each++) {
    if (from[each + 1]! > 0) many++
    from[each + 1]! += from[each]!
  }
  const next = from.slice()
  const order = new Uint32Array(known)
  for (let i = 0; i < n; i++) if (root[i] !== 0) order[next[root[i]!]!++] = i
  const people = new Uint32Array(many)
  const starts = new Uint32Array(many + 1)
  let at = 0
  for (let each = 1; each < size; each++) {
    if (from[each] === from[each + 1]) continue
    sortSmall(order.subarray(from[each], from[each + 1]), before)
    people[at] = each
    starts[++at] = from[each + 1]!
  }
  return { people, from: starts, order }
}

function sortSmall(list: Uint32Array, before: (a: number, b: number) => number): void {
  if (list.length > 64) {
    list.sort(before)
    return
  }
  for (let i = 1; i < list.length; i++) {
    const each = list[i]!
    let at = i
    for (; at > 0 && before(list[at - 1]!, each) > 0; at--) list[at] = list[at - 1]!
    list[at] = each
  }
}
