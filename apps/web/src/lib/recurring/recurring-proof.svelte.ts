import { api } from '#lib/api.ts'
import type { Answers } from '#lib/app-router.ts'
import { readRefusal } from '#lib/refusal.ts'
import type { Plan } from './plan-text.ts'

const pageSize = 20

/**
 * What stands behind a figure of recurring plans: read when its drawer opens, and again when the page's batch moves on or another
 * moment is chosen. An answer that comes late for a question no longer asked is dropped.
 */
export class RecurringProof {
  #read = $state.raw<Answers['recurring']['read']>()
  #moments = $state.raw<Answers['proof']['moments']>([])
  #rows = $state.raw<Plan[]>([])
  #next = $state<string | null>(null)
  #failure = $state.raw<{ reference: string | undefined }>()
  #turn = 0

  get figures() {
    return this.#read
  }
  get moments() {
    return this.#moments
  }
  get rows(): readonly Plan[] {
    return this.#rows
  }
  get more(): boolean {
    return this.#next !== null
  }
  get failure() {
    return this.#failure
  }

  /** Reads the figures and the first active plans as known at `batch`; now, without one. */
  async read(tenant: string, batch: number | undefined): Promise<void> {
    const turn = ++this.#turn
    this.#failure = undefined
    const asked = { tenant, ...(batch === undefined ? {} : { batch }) }
    try {
      const [read, plans, moments] = await Promise.all([
        api.recurring.read.query(asked),
        api.recurring.plans.query({ ...asked, state: 'active', limit: pageSize }),
        this.#moments.length > 0 ? this.#moments : api.proof.moments.query({ tenant }),
      ])
      if (turn !== this.#turn) return
      this.#read = read
      this.#moments = moments
      this.#rows = plans.rows
      this.#next = plans.next
    } catch (thrown) {
      if (turn === this.#turn) this.#failure = { reference: readRefusal(thrown).reference }
    }
  }

  /** Another page of plans, beneath those that are there. */
  async readMore(tenant: string, batch: number | undefined): Promise<void> {
    const [turn, cursor] = [this.#turn, this.#next]
    if (cursor === null) return
    const asked = { tenant, ...(batch === undefined ? {} : { batch }) }
    const page = await api.recurring.plans.query({ ...asked, state: 'active', limit: pageSize, cursor })
    if (turn !== this.#turn) return
    this.#rows = [...this.#rows, ...page.rows]
    this.#next = page.next
  }
}
