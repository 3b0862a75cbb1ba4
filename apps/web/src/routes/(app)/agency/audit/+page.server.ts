import { apiOf } from '#lib/server/api.ts'
import { part } from '#lib/server/ask.ts'
import { managedAgency } from '#lib/server/managed-agency.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const agency = managedAgency((await event.parent()).me)
  const { agencyId } = agency
  const cursor = event.url.searchParams.get('cursor')
  const api = apiOf(event).agency
  const [rows, chain] = await Promise.all([
    part(event, api.audit.query({ agencyId, limit: 50, ...(cursor ? { cursor } : {}) })),
    part(event, api.verifyAudit.query({ agencyId })),
  ])
  return { agency, rows, chain, cursor }
}
