import type { RawRequest } from '../raw-request.ts'
import type { Clock } from './clock.ts'
import type { Faults } from './faults.ts'

/** What an emulator is given; it has no clock and no randomness of its own. */
export interface EmulatorOptions {
  clock: Clock
  /** In [0, 1). */
  random: () => number
}

/** A signed webhook as the provider would send it, and what is inside. */
export interface Delivery {
  kind: string
  payload: unknown
  request: RawRequest
}

/** Stands in for the provider in tests and in the demo. It answers exactly what the provider's documents say. */
export interface Emulator<Config, Secrets> {
  fetch(request: Request): Promise<Response>
  /** A config that fits the rows. */
  config: Config
  secrets: { good: Secrets; bad: Secrets }
  /** Per polled stream, the rows that are this config's to read now, exactly as the provider would send them. */
  rows(): Record<string, unknown[]>
  faults: Faults
  /** Adds a row to this stream, dated before what was already read but within the look-back; gives back its key. */
  addLateRow(stream: string): string
  /** Adds a row that does not have its shape. */
  addMalformedRow(stream: string): void
  /** Webhooks of what is in the ledger, at least one of each kind. */
  deliveries?(): Delivery[]
  sign?(kind: string, payload: unknown, secrets?: Secrets): RawRequest
  /** What a webhook's proof covers; a password alone where unsaid. */
  proof?: 'body' | 'body and time'
}

export type CreateEmulator<Config, Secrets> = (options: EmulatorOptions) => Emulator<Config, Secrets>

/** The emulator as a web handler, so that it can be mounted under a real HTTP server. */
export function serveEmulator(emulator: {
  fetch(request: Request): Promise<Response>
}): (request: Request) => Promise<Response> {
  return (request) => emulator.fetch(request)
}
