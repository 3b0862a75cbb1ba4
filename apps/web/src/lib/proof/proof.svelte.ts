import type { Answers, Questions } from '#lib/app-router.ts'
import { api } from '#lib/api.ts'
import { readRefusal } from '#lib/refusal.ts'

type Question = Omit<Questions['proof']['read'], 'batch'>
type Row = Answers['proof']['rows']['rows'][number]

/**
 * What stands behind one number, as the drawer shows it: read when it opens, read again when the number's batch moves on or
 * another moment is chosen. An answer that comes late for a question no longer asked is dropped.
 */
export class ProofOf {
  #proof = $state.raw<Answers['proof']['read']>()
  #moments = $state.raw<Answers['proof']['moments']>()
  #changes = $state.raw<Answers['proof']['changes']>()
  #rows = $state.raw<Row[]>([])
  #next = $state<string | null>(null)
  #failure = $state.raw<{ reference: string | undefined }>()
  #turn = 0

  get proof() {
    return this.#proof
  }
  get moments() {
    return this.#moments
  }
  get changes() {
    return this.#changes
  }
  get rows(): readonly Row[] {
    return this.#rows
  }
  get more(): boolean {
    return this.#next !== null
  }
  get failure() {
    return this.#failure
  }

  /** Forgets everything: another number, another answer. */
  clear(): void {
    this.#turn += 1
    this.#proof = this.#moments = this.#changes = this.#failure = undefined
    this.#rows = []
    this.#next = null
  }

  /** Reads the proof as known at `batch` (now, without one), and what changed from there to `newest`. */
  async read(question: Question, batch: number | undefined, newest: number | undefined): Promise<void> {
    const turn = ++this.#turn
    this.#failure = undefined
    const asked = { ...question, ...(batch === undefined ? {} : { batch }) }
    try {
      const [proof, rows, moments] = await Promise.all([
        api.proof.read.query(asked),
        api.proof.rows.query({ ...asked, limit: pageSize }),
        this.#moments ?? api.proof.moments.query({ tenant: question.tenant }),
      ])
      if (turn !== this.#turn) return
      this.#proof = proof
      this.#moments = moments
      this.#rows = rows.rows
      this.#next = rows.next
      const until = newest ?? moments.at(-1)?.batch ?? proof.batch
      const changes =
        proof.batch < until ? await api.proof.changes.query({ ...question, then: proof.batch, now: until }) : undefined
      if (turn === this.#turn) this.#changes = changes
    } catch (thrown) {
      if (turn === this.#turn) this.#failure = { reference: readRefusal(thrown).reference }
    }
  }

  /** Another page of rows, beneath those that are there. */
  async readMore(question: Question): Promise<void> {
    const [turn, cursor, proof] = [this.#turn, this.#next, this.#proof]
    if (cursor === null || !proof) return
    const page = await api.proof.rows.query({ ...question, batch: proof.batch, cursor, limit: pageSize })
    if (turn !== this.#turn) return
    this.#rows = [...this.#rows, ...page.rows]
    this.#next = page.next
  }
}

const pageSize = 20
