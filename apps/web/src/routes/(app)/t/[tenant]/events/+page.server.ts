import { randomUUID } from 'node:crypto'
import { askedOf, readFilter } from '#lib/events/stream-filter.ts'
import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import type { PageServerLoad } from './$types'

const shown = 50
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

/** A line for a shell that sends one event; the key is for its reader to put in. */
function tryLine(origin: string, now: Date): string {
  const event = {
    event_id: randomUUID(),
    event_type: 'user_engaged',
    timestamp: now.toISOString(),
    anonymous_id: 'trying-it-out',
    source: 'backend',
    properties: { engagement_type: 'page_view' },
  }
  return `curl -H "authorization: Bearer $KEY" -H 'content-type: application/json' -d '${JSON.stringify(event)}' ${origin}/v1/events`
}

export const load: PageServerLoad = async (event) => {
  const { tenant } = await event.parent()
  event.depends(`events:${tenant.slug}`)
  const search = event.url.searchParams
  const filter = readFilter(search)
  const [cursor, eventId] = [search.get('cursor'), search.get('event') ?? '']
  const api = apiOf(event)
  const inTenant = { tenant: tenant.slug }
  const [stream, names, opened] = await Promise.all([
    part(
      event,
      api.events.list.query({ ...inTenant, ...askedOf(filter), limit: shown, ...(cursor ? { cursor } : {}) }),
    ),
    part(event, api.events.names.query(inTenant)),
    uuid.test(eventId) ? part(event, api.events.read.query({ ...inTenant, eventId })) : undefined,
  ])
  return { stream, names, opened, filter, cursor, line: tryLine(event.url.origin, new Date()) }
}
