import type { Account } from '../account.ts'
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
export interface Emulator<Config, Secrets, App = unknown> {
  fetch(request: Request): Promise<Response>
  /** A config that fits the rows. */
  config: Config
  secrets: { good: Secrets; bad: Secrets }
  /** What the operator registered, where the connector has an app; `bad` proves nothing. */
  app?: { good: App; bad: App }
  /** The accounts that `check` finds. */
  accounts?: readonly Account[]
  /** Per stream that is polled or comes alongside one, the rows that are this config's to read now, exactly as the provider would send them. */
  rows(): Record<string, unknown[]>
  faults: Faults
  /** Adds a row to this stream, dated before what was already read but within the look-back; gives back its key. */
  addLateRow(stream: string): string
  /** Adds a row that does not have its shape. */
  addMalformedRow(stream: string): void
  /** Webhooks of what is in the ledger, at least one of each kind. */
  deliveries?(): Delivery[]
  /** Of a connection's kind with its secrets, of an app's kind with the app's. */
  sign?(kind: string, payload: unknown, proof?: Secrets | App): RawRequest
  /** What a webhook's proof covers; a password alone where unsaid. */
  proof?: 'body' | 'body and time'
  /** From now on the access token is no longer good; the refresh token is. */
  expire?: () => void
  /** How many times a token was renewed. */
  renewals?: () => number
  /** Loses a row of this stream silently: it is counted and no longer listed. */
  loseRow?: (stream: string) => void
  /** For each action an input that can be carried out now. */
  actions?: Record<string, unknown>
  /** How many changes the provider has taken. */
  writes?: () => number
}

export type CreateEmulator<Config, Secrets, App = unknown> = (
  options: EmulatorOptions,
) => Emulator<Config, Secrets, App>

/** The emulator as a web handler, so that it can be mounted under a real HTTP server. */
export function serveEmulator(emulator: {
  fetch(request: Request): Promise<Response>
}): (request: Request) => Promise<Response> {
  return (request) => emulator.fetch(request)
}
