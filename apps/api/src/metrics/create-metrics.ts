import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What the installation tells Prometheus. Labels name routes, connectors and kinds of work, never a tenant or a person. */
export interface Metrics {
  readonly registry: Registry
  readonly http: Histogram<'method' | 'route' | 'status'>
  readonly webhooks: Counter<'connector' | 'kind' | 'outcome'>
  readonly events: Counter<'outcome'>
  readonly answers: Counter<'face' | 'outcome'>
  readonly answeredBytes: Counter<'face'>
  readonly notices: Counter<'kind'>
  readonly batches: Counter
  readonly jobs: Histogram<'kind' | 'outcome'>
  readonly queue: Gauge<'state'>
  readonly liveStreams: Gauge
  readonly waitingQueries: Gauge
}

/** How many nudges wait, run and failed, as the queue counts them when Prometheus asks. */
export type QueueDepth = () => Promise<Record<string, number>>

/** Makes a registry of its own, with the process's measurements (event loop delay, memory, garbage collection). */
export function createMetrics(options: { queueDepth?: QueueDepth } = {}): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const { queueDepth } = options
  return {
    registry,
    http: new Histogram({
      name: 'throughline_http_request_duration_seconds',
      help: 'Time to answer, by route.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    webhooks: new Counter({
      name: 'throughline_webhooks_total',
      help: 'Deliveries at the webhook doors, by what became of them.',
      labelNames: ['connector', 'kind', 'outcome'],
      registers,
    }),
    events: new Counter({
      name: 'throughline_events_total',
      help: 'Events that were sent, by what became of them.',
      labelNames: ['outcome'],
      registers,
    }),
    answers: new Counter({
      name: 'throughline_answers_total',
      help: 'Answers to clients; failed are those that the service itself failed.',
      labelNames: ['face', 'outcome'],
      registers,
    }),
    answeredBytes: new Counter({
      name: 'throughline_answered_bytes_total',
      help: 'Bytes of answers to clients.',
      labelNames: ['face'],
      registers,
    }),
    notices: new Counter({
      name: 'throughline_notices_total',
      help: 'Notices heard: what open pages are told to read again.',
      labelNames: ['kind'],
      registers,
    }),
    batches: new Counter({
      name: 'throughline_batches_total',
      help: 'Batches written to ledgers, by any process, since this one began to listen.',
      registers,
    }),
    jobs: new Histogram({
      name: 'throughline_job_duration_seconds',
      help: 'Slices of work, by kind and outcome.',
      labelNames: ['kind', 'outcome'],
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
      registers,
    }),
    queue: new Gauge({
      name: 'throughline_queue_jobs',
      help: 'Nudges in the queue, by state.',
      labelNames: ['state'],
      registers,
      async collect() {
        if (!queueDepth) return
        for (const [state, jobs] of Object.entries(await queueDepth())) this.set({ state }, jobs)
      },
    }),
    liveStreams: new Gauge({ name: 'throughline_live_streams', help: 'Open live streams.', registers }),
    waitingQueries: new Gauge({
      name: 'throughline_waiting_queries',
      help: 'Queries waiting for their client’s turn.',
      registers,
    }),
  }
}
