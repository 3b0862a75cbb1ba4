import { api } from '#lib/api.ts'
import type { Answers } from '#lib/app-router.ts'
import { readRefusal } from '#lib/refusal.ts'
import type { RecordId } from './answers.ts'

/** The record behind a touch, read when its drawer opens. An answer that comes late for another record is dropped. */
export class SourceRecord {
  #read = $state.raw<Answers['attribution']['record']>()
  #failure = $state.raw<{ reference: string | undefined }>()
  #turn = 0

  get read() {
    return this.#read
  }
  get failure() {
    return this.#failure
  }

  async ask(tenant: string, record: RecordId): Promise<void> {
    const turn = ++this.#turn
    this.#failure = undefined
    this.#read = undefined
    try {
      const read = await api.attribution.record.query({ tenant, ...record })
      if (turn === this.#turn) this.#read = read
    } catch (thrown) {
      if (turn === this.#turn) this.#failure = { reference: readRefusal(thrown).reference }
    }
  }
}
