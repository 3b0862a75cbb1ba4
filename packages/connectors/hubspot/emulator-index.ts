import type { EmulatedObject, EmulatedType } from './emulator-object.ts'

/** What search knows of a record: not more, and not sooner, than the index. */
interface Indexed {
  id: string
  number: number
  modified: number
  created: number
  object: EmulatedObject
}

interface Waiting extends Indexed {
  type: EmulatedType
  visibleAt: number
  gone: boolean
}

/** The search index: behind what was written by `lagMs`, without the archived, in order of time and id. */
export class SearchIndex {
  /** For changes from now on. */
  lagMs = 0
  readonly #entries = new Map<EmulatedType, Map<string, Indexed>>()
  readonly #sorted = new Map<EmulatedType, Indexed[]>()
  #waiting: Waiting[] = []
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
  }

  changed(type: EmulatedType, object: EmulatedObject): void {
    const waiting: Waiting = {
      type,
      object,
      id: object.id,
      number: Number(object.id),
      modified: object.updatedAt,
      created: object.createdAt,
      visibleAt: this.#now() + this.lagMs,
      gone: object.archivedAt !== undefined,
    }
    if (this.lagMs === 0 && this.#waiting.length === 0) this.#apply(waiting)
    else this.#waiting.push(waiting)
  }

  /** In order of modification, then of id. */
  sorted(type: EmulatedType): readonly Indexed[] {
    const due = this.#waiting.filter(({ visibleAt }) => visibleAt <= this.#now())
    if (due.length > 0) {
      this.#waiting = this.#waiting.filter(({ visibleAt }) => visibleAt > this.#now())
      for (const each of due.sort((a, b) => a.visibleAt - b.visibleAt)) this.#apply(each)
    }
    const known = this.#sorted.get(type)
    if (known) return known
    const entries = [...(this.#entries.get(type)?.values() ?? [])]
    const sorted = entries.sort((a, b) => a.modified - b.modified || a.number - b.number)
    this.#sorted.set(type, sorted)
    return sorted
  }

  #apply({ type, visibleAt: _visibleAt, gone, ...indexed }: Waiting): void {
    const entries = this.#entries.get(type) ?? new Map<string, Indexed>()
    this.#entries.set(type, entries)
    if (gone) entries.delete(indexed.id)
    else entries.set(indexed.id, indexed)
    this.#sorted.delete(type)
  }
}

/** Where in sorted entries the first one modified at `from` or later stands. */
export function lowerBound(sorted: readonly { modified: number }[], from: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle]?.modified ?? 0) < from) low = middle + 1
    else high = middle
  }
  return low
}
