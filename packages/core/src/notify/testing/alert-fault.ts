import type { Inside } from '@throughline/db'
import type { TestDatabase } from '@throughline/db/testing'

/** What a fault may reach: the tenant's rows as a superuser, or through the door as a job. */
export interface FaultPlace {
  sql: TestDatabase['superuser']
  tenantId: string
  now: () => Date
  inside<T>(fn: (inside: Inside) => Promise<T>): Promise<T>
}

/**
 * How a test makes one rule find something, and makes that go away. Each composed rule has one, by its id: the table test in
 * `apps/cli` injects it, sees the alert open, mends it, and sees the alert resolve itself.
 */
export interface AlertFault {
  inject(place: FaultPlace): Promise<void>
  mend(place: FaultPlace): Promise<void>
}
export type AlertFaults = Readonly<Record<string, AlertFault>>
