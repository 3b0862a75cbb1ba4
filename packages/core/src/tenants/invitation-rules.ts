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
