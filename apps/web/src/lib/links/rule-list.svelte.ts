import type { ChannelRule } from './link-types.ts'

/** Channel rules as somebody changes them, until they are saved. */
export class RuleList {
  rules = $state<ChannelRule[]>([])
  editing = $state<number>()
  readonly #saved: string

  constructor(saved: readonly ChannelRule[]) {
    this.rules = structuredClone([...saved])
    this.#saved = JSON.stringify(saved)
  }

  get changed(): boolean {
    return JSON.stringify(this.rules) !== this.#saved
  }

  /** Moves a rule by so many places; the one that is being edited stays so. */
  move(from: number, by: 1 | -1): void {
    const to = from + by
    const [one, other] = [this.rules[from], this.rules[to]]
    if (!one || !other) return
    this.rules[from] = other
    this.rules[to] = one
    if (this.editing === from) this.editing = to
    else if (this.editing === to) this.editing = from
  }

  remove(at: number): void {
    this.rules.splice(at, 1)
    this.editing = undefined
  }

  /** A new one at the top, where it is asked first. */
  add(): void {
    this.rules.unshift({ channel: 'partner', when: [{ field: 'source', comparison: 'is', values: [] }], note: '' })
    this.editing = 0
  }
}
