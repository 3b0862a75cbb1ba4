import { AgencyRole, Persona, TenantRole } from '@throughline/canonical'
import { z } from 'zod'

/** session.whoAmI (query): UNAUTHORIZED when signed out. */
export const WhoAmI = z.object({
  user: z.object({ userId: z.uuid(), name: z.string(), email: z.string(), totp: z.boolean() }),
  agencies: z.array(z.object({ agencyId: z.uuid(), name: z.string(), role: AgencyRole })),
  tenants: z.array(
    z.object({
      tenantId: z.uuid(),
      slug: z.string(),
      name: z.string(),
      brandColor: z.string().nullable(),
      timeZone: z.string(),
      currency: z.string(),
      locale: z.string(),
      weekStart: z.number().int().min(1).max(7),
      vertical: z.enum(['fundraising', 'commerce']),
      role: TenantRole,
      persona: Persona.nullable(),
      /** What this person may do here, so that pages offer nothing that would be refused. */
      may: z.array(z.string()),
    }),
  ),
})
export type WhoAmI = z.infer<typeof WhoAmI>

/** The authenticator's six digits, or a recovery code, however it is typed. */
const Code = z.string().max(40)
/** session.signIn (mutation): sets the cookie when signed in. Wrong email, wrong password and locked answer alike (UNAUTHORIZED). */
export const SignInInput = z.object({
  email: z.string().max(320),
  password: z.string().max(1024),
  code: Code.optional(),
})
export const SignInOutput = z.object({ status: z.enum(['signed_in', 'code_needed']) })
/** session.signOut, session.signOutEverywhere (mutations) → Done */
/** session.forgot (mutation) → Done, alike for known and unknown addresses */
export const ForgotInput = z.object({ email: z.string().max(320) })
/** session.reset (mutation) → Done */
export const NewPassword = z.string().min(12, 'At least 12 characters').max(1024)
export const ResetInput = z.object({ token: z.string().max(200), password: NewPassword })
/** session.changePassword (mutation) → Done; ends the other sessions */
export const ChangePasswordInput = z.object({ current: z.string().max(1024), password: NewPassword })
/** session.secondStep (query): whether signing in asks for a code, and how many recovery codes were not used yet. */
export const SecondStep = z.object({ on: z.boolean(), codesLeft: z.number().int() })
/** session.totpBegin (mutation) → TotpBegun; totpConfirm → RecoveryCodes; totpRemove → Done; renewRecoveryCodes → RecoveryCodes */
export const TotpBegun = z.object({ secret: z.string(), uri: z.string() })
export const TotpConfirmInput = z.object({ code: z.string().max(12) })
export const OwnPasswordInput = z.object({ password: z.string().max(1024) })
/** Told once. */
export const RecoveryCodes = z.object({ codes: z.array(z.string()) })
/** invitation.view({token}) (query); NOT_FOUND for used, expired, unknown alike. invitation.accept (mutation) signs in. */
export const InvitationView = z.object({
  email: z.string(),
  invitedTo: z.string(),
  role: z.string(),
  expiresAt: z.string(),
  /** The address already has an account: accepting needs its password, not a new one. */
  hasAccount: z.boolean(),
})
export const AcceptInput = z.object({
  token: z.string().max(200),
  name: z.string().min(1).max(200),
  password: z.string().max(1024),
  /** Where the address's account asks for one: first answered `code_needed`. */
  code: Code.optional(),
})
/**
 * firstOwner.view({token}) (query) → {expiresAt}; firstOwner.accept (mutation) → SignInOutput: the one-time link that a fresh
 * installation prints. NOT_FOUND for used, expired, unknown alike.
 */
export const FirstOwnerInput = z.object({
  token: z.string().max(200),
  agencyName: z.string().min(1).max(120),
  name: z.string().min(1).max(200),
  email: z.email().max(320),
  password: NewPassword,
})
