/** A claim checked at full count by `npm run prove`, and with fewer cases by `npm test` through the same `check`. */
export interface Proof {
  id: string
  claim: string
  /** The full count. */
  cases: number
  /** How many cases one call of `check` covers. */
  chunk: number
  /** Checks cases [from, from + count); each case's seed is its number. Throws on the first that fails, naming its seed. */
  check(from: number, count: number, say: (line: string) => void): Promise<void>
  /** Lines of Markdown that stand below the table: what was measured on the way. */
  measured?(): readonly string[]
  /** Ends what it started: servers, pools. */
  close?(): Promise<void>
}
