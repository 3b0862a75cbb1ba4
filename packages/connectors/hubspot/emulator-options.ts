import type { RawRequest } from '@throughline/connector-kit'
import type { Delivery, Emulator, EmulatorOptions } from '@throughline/connector-kit/testing'
import type { EventStyle } from './emulator-events.ts'
import type { SearchIndex } from './emulator-index.ts'
import type { HubSpotLedger } from './emulator-ledger.ts'
import type { EmulatedOAuth } from './emulator-oauth.ts'
import type { EmulatedProperty } from './emulator-properties.ts'
import type { App, Config, Secrets } from './schema.ts'

/** An app that the account made for itself: its token reads, its secret signs its webhooks. */
export interface PrivateApp {
  token: string
  secret: string
}

export interface HubSpotEmulatorOptions extends EmulatorOptions {
  portalId?: string
  portalName?: string
  zone?: string
  currency?: string
  /** Fills the books; the small account of every odd shape where unsaid. */
  seed?: (ledger: HubSpotLedger) => void
  app?: App
  config?: Partial<Config>
  scopes?: string[]
  /** Its private app, where a connection is to know it. */
  privateApp?: PrivateApp
  /** Further properties of all objects. */
  properties?: readonly EmulatedProperty[]
}

/** What can be turned while it runs. */
export interface HubSpotKnobs {
  /** Off: no limit, to load history. */
  limits: 'on' | 'off'
  /** Of a private app: calls a day, and how many are used up. */
  daily?: { limit: number; used: number }
  /** Versions of a property that are told at most. */
  versions: number
  /** Cursors of lists are no longer good. */
  expiredCursors: boolean
  /** What a batch answers of which nothing is found. */
  allMissing: 207 | 404
  events: EventStyle
  /** Where deliveries go. */
  hooks: Record<'events' | 'private_app', string>
}

export interface HubSpotEmulator extends Emulator<Config, Secrets, App>, HubSpotKnobs {
  /** Given another token, the one before is good no longer. */
  privateApp: PrivateApp
  ledger: HubSpotLedger
  /** Its lag is a knob: `index.lagMs`. */
  index: SearchIndex
  oauth: EmulatedOAuth
  app: { good: App; bad: App }
  sign(kind: string, payload: unknown, proof?: Secrets | App): RawRequest
  deliveries(): Delivery[]
  /** What happened since this was last asked, as signed deliveries. */
  takeDeliveries(kind?: 'events' | 'private_app'): Delivery[]
  expire(): void
  renewals(): number
  writes(): number
}
