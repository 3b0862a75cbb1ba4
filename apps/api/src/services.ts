import type { Actions } from '@throughline/core/actions'
import type { ApiKeys } from '@throughline/core/api-keys'
import type { Attribution } from '@throughline/core/attribution'
import type { Audit } from '@throughline/core/audit'
import type { Connections } from '@throughline/core/connections'
import type { Contacts } from '@throughline/core/contacts'
import type { ConversionsOut } from '@throughline/core/conversions-out'
import type { EventDesk, EventIntake, Visits } from '@throughline/core/events'
import type { EventImports } from '@throughline/core/events/import'
import type { Goals } from '@throughline/core/goals'
import type { QuarantineDesk, Receiver } from '@throughline/core/ingest'
import type { JobDesk } from '@throughline/core/jobs'
import type { Links } from '@throughline/core/links'
import type { Mailer } from '@throughline/core/mail'
import type { Matching } from '@throughline/core/matching'
import type { Metrics } from '@throughline/core/metrics'
import type { Alerts } from '@throughline/core/notify'
import type { Segments } from '@throughline/core/segments'
import type { Pipelines } from '@throughline/core/pipeline'
import type { DataHealth } from '@throughline/core/quality'
import type { SignIn } from '@throughline/core/sign-in'
import type { Tenants, TenantsDeps } from '@throughline/core/tenants'
import type { WriteBack } from '@throughline/core/write-back'

/** The rooms of core that the API's faces call, one call each. */
export interface Services {
  readonly signIn: SignIn
  readonly tenants: Tenants
  readonly audit: Audit
  readonly mailer: Mailer
  readonly figures: Metrics
  readonly attribution: Attribution
  readonly pipelines: Pipelines
  readonly contacts: Contacts
  readonly connections: Connections
  readonly actions: Actions
  readonly conversionsOut: ConversionsOut
  readonly writeBack: WriteBack
  readonly receiver: Receiver
  readonly quarantine: QuarantineDesk
  readonly jobs: JobDesk
  readonly apiKeys: ApiKeys
  readonly events: EventIntake
  readonly visits: Visits
  readonly eventImports: EventImports
  readonly eventDesk: EventDesk
  readonly links: Links
  readonly matching: Matching
  readonly dataHealth: DataHealth
  readonly alerts: Alerts
  readonly segments: Segments
  readonly goals: Goals
  /** What a person may see now: read at every request and for every open stream. */
  readonly grantsOf: TenantsDeps['door']['grantsOf']
  readonly notices: Notices
}

/** What other processes say after their commits. Each answers how to stop hearing. */
export interface Notices {
  listen(
    heard: (notice: { tenantId: string; kind: string; batch: number | null }) => void,
  ): Promise<() => Promise<void>>
  /** The grants or sessions of this person changed. */
  listenGrants(heard: (userId: string) => void): Promise<() => Promise<void>>
}
