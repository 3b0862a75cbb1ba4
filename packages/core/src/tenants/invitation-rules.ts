import { AgencyRole, type TenantRole } from '@throughline/canonical'
import type { InvitationCard } from './tenants.ts'

/** 72 hours. */
export const invitationLastsMs = 72 * 3_600_000

interface Life {
  acceptedAt: string | null
  revokedAt: string | null
  expiresAt: string
}

/** Where an invitation stands: only an open one can be accepted. */
export function stateOf({ acceptedAt, revokedAt, expiresAt }: Life, now: Date): InvitationCard['state'] {
  if (acceptedAt !== null) return 'accepted'
  if (revokedAt !== null) return 'revoked'
  return new Date(expiresAt) > now ? 'open' : 'expired'
}

/** Roles that belong to one client; owner and admin belong to the agency. */
export const isGranted = (role: TenantRole): role is Exclude<TenantRole, 'owner' | 'admin'> =>
  role !== 'owner' && role !== 'admin'

/** Is this a role that the agency itself, or that one client of it, gives? */
export function isGivenBy({ tenantId }: { tenantId: string | null }, role: TenantRole): boolean {
  return tenantId === null ? AgencyRole.safeParse(role).success : isGranted(role)
}
