import { easternDay } from './times.ts'

/** A donor as the emulated ActBlue knows them; shared by all their gifts. */
export interface EmulatedDonor {
  id: number
  firstname: string
  lastname: string
  email?: string
  phone?: string
  addr1?: string
  city?: string
  state?: string
  zip?: string
  country?: string
  employer?: string
  occupation?: string
}

/** A checkout and everything that repeats from it: one order number for all lines and all charges. */
export interface EmulatedOrder {
  orderNumber: string
  /** Epoch milliseconds of the checkout. */
  createdAt: number
  donor: EmulatedDonor
  form: string
  refcodes?: Record<string, string>
  period: 'once' | 'weekly' | 'monthly'
  /** Charges pledged; absent = until cancelled. */
  pledged?: number
  textMessageOption?: 'unknown' | 'opt_in' | 'opt_out'
  abTest?: string
  isMobile?: boolean
  comment?: string
  cancelledAt?: number
  cancelReason?: string
}

/** One line item: one recipient's share of one charge. Times are epoch milliseconds. */
export interface EmulatedLine {
  lineitemId: number
  order: EmulatedOrder
  entityId: number
  amountMinor: number
  /** What will repeat, where it differs from the amount (a smart boost raised the first charge). */
  repeatsMinor?: number
  paidAt: number
  /** 1-based charge of its series. */
  charge: number
  status?: 'approved' | 'pending' | 'declined'
  refundedAt?: number
  recoveredAt?: number
  /** Reports show it only from here on: a late row. */
  visibleAt?: number
  /** Reports show it twice. */
  twice?: boolean
  /** Reports show it with an amount that is none. */
  broken?: boolean
}

export interface EmulatedEntity {
  id: number
  committee: string
  fecId: string
}

/** The books of the emulated ActBlue: reports and notices are drawn from the same lines. */
export class EmulatedLedger {
  readonly #lines = new Map<number, EmulatedLine>()
  readonly #orders = new Map<string, EmulatedOrder>()
  readonly #byOrder = new Map<string, EmulatedLine[]>()

  get lines(): Iterable<EmulatedLine> {
    return this.#lines.values()
  }

  get orders(): Iterable<EmulatedOrder> {
    return this.#orders.values()
  }

  get size(): number {
    return this.#lines.size
  }

  add(...lines: EmulatedLine[]): void {
    for (const line of lines) {
      const { orderNumber } = line.order
      const known = this.#lines.get(line.lineitemId)
      const siblings = this.#byOrder.get(orderNumber) ?? []
      this.#byOrder.set(orderNumber, [...siblings.filter((each) => each !== known), line])
      this.#lines.set(line.lineitemId, line)
      this.#orders.set(orderNumber, line.order)
    }
  }

  /** Replaces everything. */
  setRows(lines: Iterable<EmulatedLine>): void {
    this.#lines.clear()
    this.#orders.clear()
    this.#byOrder.clear()
    for (const line of lines) this.add(line)
  }

  line(lineitemId: number): EmulatedLine {
    const line = this.#lines.get(lineitemId)
    if (!line) throw new Error(`the emulated ledger has no line ${lineitemId}`)
    return line
  }

  linesOf(orderNumber: string): EmulatedLine[] {
    return this.#byOrder.get(orderNumber) ?? []
  }

  /** The row leaves the paid report and enters the refunded one. */
  refund(lineitemId: number, at: number, recoveredAt?: number): EmulatedLine {
    const line = this.line(lineitemId)
    line.refundedAt = at
    if (recoveredAt !== undefined) line.recoveredAt = recoveredAt
    return line
  }

  cancel(orderNumber: string, at: number, reason = 'Donor request'): void {
    const order = this.#orders.get(orderNumber)
    if (!order) throw new Error(`the emulated ledger has no order ${orderNumber}`)
    order.cancelledAt = at
    order.cancelReason = reason
  }

  /** Gross and refunds of these entities by Eastern day, as ActBlue's own screens would show them, in cents. */
  totalsByEasternDay(entityIds: readonly number[]): Map<string, { gross: number; refunds: number; lines: number }> {
    const days = new Map<string, { gross: number; refunds: number; lines: number }>()
    const at = (time: number) => {
      const day = easternDay(new Date(time))
      const totals = days.get(day) ?? { gross: 0, refunds: 0, lines: 0 }
      days.set(day, totals)
      return totals
    }
    for (const line of this.#lines.values()) {
      if (!entityIds.includes(line.entityId) || (line.status ?? 'approved') !== 'approved') continue
      const totals = at(line.paidAt)
      totals.gross += line.amountMinor
      totals.lines += 1
      if (line.refundedAt !== undefined) at(line.refundedAt).refunds += line.amountMinor
    }
    return days
  }
}
