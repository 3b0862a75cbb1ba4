import type { Handler, NudgeKind } from '@throughline/core/jobs'
import type { Metrics } from './create-metrics.ts'

type Handlers = Readonly<Record<NudgeKind, Handler>>

/** The same handlers, with how long each slice took and how it ended told to Prometheus. */
export function timeJobs({ jobs }: Pick<Metrics, 'jobs'>, handlers: Handlers): Handlers {
  const timed =
    (kind: string, handler: Handler): Handler =>
    async (nudge, slice) => {
      const started = performance.now()
      const seconds = () => (performance.now() - started) / 1000
      try {
        const outcome = await handler(nudge, slice)
        jobs.observe({ kind, outcome: typeof outcome === 'string' ? outcome : 'later' }, seconds())
        return outcome
      } catch (error) {
        jobs.observe({ kind, outcome: 'failed' }, seconds())
        throw error
      }
    }
  return Object.fromEntries(Object.entries(handlers).map(([kind, handler]) => [kind, timed(kind, handler)])) as Handlers
}
