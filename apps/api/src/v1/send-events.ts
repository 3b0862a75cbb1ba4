import { EventEnvelope, EventResult } from '@throughline/canonical/event'
import { z } from 'zod'
import { problemResponse } from '../http/problem.ts'
import type { Operation } from './operation.ts'
import { mostEvents, readEvents } from './read-events.ts'

const Batch = z.object({
  sent_at: z.iso.datetime({ offset: true }).optional().describe('What the sender’s clock showed on sending.'),
  events: z.array(EventEnvelope).min(1).max(mostEvents),
})
const Results = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.int(),
  results: z.array(EventResult).describe('What became of each event, in their order.'),
})

/** Takes events. What the answer calls accepted is written, counted and cannot be lost. */
export const sendEvents: Operation = {
  id: 'sendEvents',
  method: 'POST',
  path: '/v1/events',
  summary: 'Send events',
  description: `One event, a list of up to ${mostEvents}, \`{ sent_at, events }\`, or an event a line; gzip is taken. Each is accepted, known already (by its \`event_id\`), or rejected with code, field and reason. Send again what was not answered: nothing is counted twice.`,
  scope: 'ingest',
  browser: true,
  counts: 'events',
  body: {
    'application/json': z.union([Batch, z.array(EventEnvelope), EventEnvelope]),
    'application/x-ndjson': z.string(),
  },
  answers: {
    200: { description: 'All are accepted or were known.', body: Results },
    207: { description: 'Some were rejected.', body: Results },
    422: { description: 'All were rejected.', body: Results },
  },
  async handle({ deps, c, key, takeEvents }) {
    const read = await readEvents(c.req.raw)
    if (read instanceof Response) return read
    await takeEvents(read.items.length)
    const taken = await deps.services.events.take(key.actor, key.tenantId, read)
    if (taken.result === 'busy')
      return problemResponse(
        { title: 'Too many requests', status: 429, detail: 'Too much of this client waits to be written.' },
        { 'retry-after': String(taken.retryAfterSeconds) },
      )
    const { results } = taken
    const count = (wanted: EventResult['status']) => results.filter(({ status }) => status === wanted).length
    const counts = { accepted: count('accepted'), duplicates: count('duplicate'), rejected: count('rejected') }
    for (const [outcome, n] of Object.entries(counts)) deps.metrics.events.inc({ outcome }, n)
    const status = counts.rejected === 0 ? 200 : counts.rejected === results.length ? 422 : 207
    return Response.json({ ...counts, results }, { status })
  },
}
