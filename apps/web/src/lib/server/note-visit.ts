import type { RequestEvent } from '@sveltejs/kit'
import { apiOf } from './api.ts'

const ofTenant = /^\/\(app\)\/t\/\[tenant\]\/([a-z-]+)/

/** Says that somebody opened a section of a client's pages. Nobody waits for it, and nothing is said of a page that was refused. */
export function noteVisit(event: RequestEvent, status: number): void {
  const [, section] = ofTenant.exec(event.route.id ?? '') ?? []
  const { tenant } = event.params
  if (section === undefined || tenant === undefined || event.request.method !== 'GET' || status !== 200) return
  apiOf(event)
    .visits.note.mutate({ tenant, section })
    .catch(() => {})
}
