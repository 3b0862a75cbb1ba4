import { cast } from '@throughline/db/testing'
import { forViewers, notForViewers, rows, some, type Example, type Expected, type Other } from './example.ts'

const tenant = 'harbor-table'
/** Of an agency: its own analyst is told no, everybody outside that there is nothing. */
const forManagers: Record<Other, Expected> = { ...notForViewers, otherTenant: 403, viewer: 404 }
let slugs = 0

/** Members, the agency, settings, the audit log. */
export const peopleExamples: Example[] = [
  { route: 'query members.list', as: 'carla', input: () => ({ tenant }), filled: some, others: notForViewers },
  {
    route: 'mutation members.invite',
    as: 'carla',
    input: () => ({ tenant, email: 'newcomer@example.org', role: 'viewer', persona: null }),
    others: notForViewers,
  },
  {
    route: 'mutation members.setRole',
    as: 'olive',
    input: async (f) => ({ tenant, userId: (await f.fresh()).userId, role: 'client_admin', persona: 'executive' }),
    others: notForViewers,
  },
  {
    route: 'mutation members.remove',
    as: 'olive',
    input: async (f) => ({ tenant, userId: (await f.fresh()).userId }),
    others: notForViewers,
  },
  {
    route: 'mutation members.revokeInvitation',
    as: 'olive',
    input: async (f) => ({ tenant, invitationId: (await f.invitation()).invitationId }),
    others: notForViewers,
  },
  {
    route: 'query agency.members',
    as: 'olive',
    input: () => ({ agencyId: cast.north }),
    filled: (data) => some((data as { members: unknown }).members),
    others: forManagers,
  },
  {
    route: 'mutation agency.invite',
    as: 'olive',
    input: () => ({ agencyId: cast.north, email: 'colleague@example.org', role: 'analyst' }),
    others: forManagers,
  },
  {
    route: 'mutation agency.setRole',
    as: 'olive',
    input: async (f) => ({ agencyId: cast.north, userId: (await f.colleague()).userId, role: 'strategist' }),
    others: forManagers,
  },
  {
    route: 'mutation agency.remove',
    as: 'olive',
    input: async (f) => ({ agencyId: cast.north, userId: (await f.colleague()).userId }),
    others: forManagers,
  },
  {
    route: 'mutation agency.revokeInvitation',
    as: 'olive',
    input: async (f) => ({ agencyId: cast.north, invitationId: (await f.agencyInvitation()).invitationId }),
    others: forManagers,
  },
  {
    route: 'query agency.audit',
    as: 'olive',
    input: () => ({ agencyId: cast.north, limit: 50 }),
    filled: rows,
    others: forManagers,
  },
  {
    route: 'query agency.verifyAudit',
    as: 'olive',
    input: () => ({ agencyId: cast.north }),
    filled: (data) => (data as { ok: boolean; rows: number }).ok && (data as { rows: number }).rows > 0,
    others: forManagers,
  },
  {
    route: 'mutation agency.createTenant',
    as: 'olive',
    input: () => ({
      agencyId: cast.north,
      name: 'Lake Shelter',
      slug: `lake-shelter-${(slugs += 1)}`,
      timeZone: 'America/Detroit',
      currency: 'USD',
      brandColor: null,
    }),
    others: { ...forManagers, otherTenant: 404 },
  },
  { route: 'query settings.read', as: 'sam', input: () => ({ tenant }), filled: some, others: forViewers },
  {
    route: 'mutation settings.update',
    as: 'carla',
    input: () => ({ tenant, settings: { weekStart: 7 } }),
    others: notForViewers,
  },
  { route: 'query audit.list', as: 'carla', input: () => ({ tenant, limit: 50 }), filled: rows, others: notForViewers },
  {
    route: 'query audit.verify',
    as: 'carla',
    input: () => ({ tenant }),
    filled: (data) => (data as { ok: boolean; rows: number }).ok && (data as { rows: number }).rows > 0,
    others: notForViewers,
  },
]
