import type { ServiceMeter } from '@throughline/core/quality'
import type { Logger } from 'pino'
import type { Metrics } from './metrics/create-metrics.ts'
import type { Services } from './services.ts'

/** Everything the API is given; it makes nothing of this itself. */
export interface ApiDeps {
  readonly services: Services
  readonly metrics: Metrics
  readonly logger: Logger
  readonly now: () => Date
  /** What every answer to a client came to is told it. */
  readonly meter?: Pick<ServiceMeter, 'note' | 'begin'>
  /** Where browsers and providers reach us, without a slash at the end. */
  readonly publicUrl: string
  /** True behind a proxy of ours that says whom it speaks for in X-Forwarded-For. */
  readonly trustProxy?: boolean
  /** What must work before we take requests: a name each, and a check that throws. */
  readonly readiness: Readonly<Record<string, () => Promise<void>>>
  /** Where set, `/metrics` answers only to it as a bearer token. */
  readonly metricsToken?: string | undefined
}
