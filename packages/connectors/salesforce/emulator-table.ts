export type Value = string | number | boolean | null | undefined

/** A record as the emulated org keeps it; moments are `…:02.000Z`. */
export interface SRecord {
  Id: string
  CreatedDate: string
  SystemModstamp: string
  IsDeleted?: boolean
  [field: string]: Value
}

/** One object's records, with orders and indexes that are made when asked for and forgotten when anything changes. */
export class Table {
  readonly #rows = new Map<string, SRecord>()
  readonly #orders = new Map<string, SRecord[]>()
  readonly #indexes = new Map<string, Map<Value, SRecord[]>>()
  /** What was deleted, when. */
  readonly deleted: { id: string; at: string }[] = []
  /** Counted and no longer listed: lost silently. */
  readonly lost = new Set<string>()

  get size(): number {
    return this.#rows.size
  }

  get all(): Iterable<SRecord> {
    return this.#rows.values()
  }

  get(id: string): SRecord | undefined {
    return this.#rows.get(id)
  }

  put(record: SRecord): void {
    this.#rows.set(record.Id, record)
    this.#forget()
  }

  remove(id: string): void {
    this.#rows.delete(id)
    this.#forget()
  }

  #forget(): void {
    this.#orders.clear()
    this.#indexes.clear()
  }

  /** All records in order of these fields, then of their ids. */
  ordered(fields: readonly string[]): SRecord[] {
    const name = fields.join()
    const known = this.#orders.get(name)
    if (known) return known
    const order = [...this.#rows.values()].sort((a, b) => {
      for (const field of fields) {
        const order = compare(a[field], b[field])
        if (order !== 0) return order
      }
      return compare(a.Id, b.Id)
    })
    this.#orders.set(name, order)
    return order
  }

  /** The records whose field has one of these values. */
  having(field: string, values: readonly Value[]): SRecord[] {
    if (field === 'Id') return values.flatMap((id) => this.#rows.get(String(id)) ?? [])
    const index = this.#indexes.get(field) ?? Map.groupBy(this.#rows.values(), (row) => row[field])
    this.#indexes.set(field, index)
    return [...new Set(values)].flatMap((value) => index.get(value) ?? [])
  }
}

/** Nothing comes before anything. */
export function compare(a: Value, b: Value): number {
  if (a === b) return 0
  if (a === undefined || a === null) return b === undefined || b === null ? 0 : -1
  if (b === undefined || b === null) return 1
  return a < b ? -1 : 1
}
