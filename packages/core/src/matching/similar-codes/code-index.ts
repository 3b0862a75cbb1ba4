import { partsOf, type CodeParts } from './compare-codes.ts'

/** Codes by the groups of three letters in them, to find those that are worth comparing without comparing all. */
export interface CodeIndex {
  /** The codes that share most groups with this one, those that share the most first. */
  near(code: CodeParts, most: number): readonly CodeParts[]
  /** The share of this code's words that carried codes are made of. */
  known(code: CodeParts): number
}

/** Groups are gone through from the rarest on, until so many codes have been met. */
const metAtMost = 40_000

export function indexCodes(codes: Iterable<string>): CodeIndex {
  const all = [...codes].map(partsOf)
  const byGroup = new Map<string, number[]>()
  for (const [at, { compact }] of all.entries())
    for (const group of groupsOf(compact)) {
      const list = byGroup.get(group)
      if (list) list.push(at)
      else byGroup.set(group, [at])
    }
  const words = new Set(all.flatMap((each) => each.words))
  const shared = new Uint16Array(all.length)
  return {
    known: (code) => code.words.filter((word) => words.has(word)).length / Math.max(1, code.words.length),
    near(code, most) {
      const lists = [...groupsOf(code.compact)].flatMap((group) => {
        const list = byGroup.get(group)
        return list ? [list] : []
      })
      lists.sort((a, b) => a.length - b.length)
      const touched: number[] = []
      let met = 0
      for (const list of lists) {
        met += list.length
        if (met > metAtMost && touched.length > 0) break
        for (const at of list) {
          if (shared[at] === 0) touched.push(at)
          shared[at]! += 1
        }
      }
      // Of codes that share as many groups the shorter is nearer; then by name, so that nothing depends on the order of reading.
      const order = touched.sort(
        (a, b) =>
          shared[b]! - shared[a]! ||
          all[a]!.compact.length - all[b]!.compact.length ||
          (all[a]!.code < all[b]!.code ? -1 : 1),
      )
      const found = order.slice(0, most).map((at) => all[at]!)
      for (const at of touched) shared[at] = 0
      return found
    },
  }
}

function groupsOf(compact: string): Set<string> {
  const framed = `^${compact}$`
  const groups = new Set<string>()
  for (let at = 0; at + 3 <= framed.length; at++) groups.add(framed.slice(at, at + 3))
  return groups
}
