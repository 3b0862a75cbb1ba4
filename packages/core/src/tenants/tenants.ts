import type { AgencyRole, Persona, TenantRole } from '@throughline/canonical'
import type { Actor, Door } from '@throughline/db'
import type { Mailer } from '../mail/index.ts'
import type { Secrets } from '../secrets/index.ts'
import type { SignIn, SignInResult } from '../sign-in/index.ts'

/** What the room of tenants needs from outside. */
export interface TenantsDeps {
  door: Door
  secrets: Secrets
  mailer: Mailer
  signIn: SignIn
  now: () => Date
  publicUrl: string
  /** Runs work after the answer has left. */
  later: (work: () => Promise<void>) => void
  /** Nudges the work that restates the tenant's days in the zone that settings ask for. */
  restateDays: (tenantId: string, workId: string) => Promise<void>
}

export interface TenantSettings {
  name: string
  /** As asked for: days follow once they are restated. */
  timeZone: string
  currency: string
  locale: string
  /** 1 = Monday … 7 = Sunday */
  weekStart: number
  fiscalYearMonth: number
  brandColor: string | null
  vertical: 'fundraising' | 'commerce'
  /** Where consents to be written to come from, in the client's words. Null: nothing is sent to anybody. */
  consentSource: string | null
}

export interface MemberCard {
  userId: string
  name: string
  email: string
  role: TenantRole
  persona: Persona | null
  via: 'agency' | 'grant'
  lastSeenAt: string | null
}

export interface InvitationCard {
  invitationId: string
  email: string
  role: string
  persona: Persona | null
  invitedBy: string
  expiresAt: string
  state: 'open' | 'accepted' | 'expired' | 'revoked'
}

export interface WhoAmI {
  user: { userId: string; name: string; email: string; totp: boolean }
  agencies: { agencyId: string; name: string; role: AgencyRole }[]
  tenants: (Omit<TenantSettings, 'fiscalYearMonth' | 'consentSource'> & {
    tenantId: string
    slug: string
    role: TenantRole
    persona: Persona | null
    may: string[]
  })[]
}

export interface NewTenant {
  name: string
  slug: string
  timeZone: string
  currency: string
  brandColor?: string | null
  vertical?: 'fundraising' | 'commerce'
  locale?: string
  weekStart?: number
  fiscalYearMonth?: number
}

export interface Person {
  name: string
  email: string
  password: string
}

/** Agencies, their clients, and who may see which. */
export interface Tenants {
  whoAmI(actor: Actor): Promise<WhoAmI>
  /** The tenant a slug names for this person. @throws NotFound alike for a slug that is nobody's and one that is another's */
  tenantOf(actor: Actor, slug: string): Promise<string>

  /** A new agency with its first owner. For the first-owner link and the demo: asks nobody's permission. */
  createAgency(input: { agencyName: string; owner: Person }): Promise<{ agencyId: string; userId: string }>
  /** A link that works while nobody has an account here, for 24 hours; `undefined` when somebody has. */
  createFirstOwnerLink(): Promise<string | undefined>
  /** @throws NotFound for a link that is spent, expired or unknown alike */
  viewFirstOwnerLink(token: string): Promise<{ expiresAt: string }>
  /** Makes the first agency and owner, and signs them in. */
  acceptFirstOwnerLink(token: string, input: { agencyName: string; owner: Person }): Promise<SignInResult>
  /** Owner and admin. A slug that is taken gets a short ending. */
  createTenant(actor: Actor, agencyId: string, input: NewTenant): Promise<{ tenantId: string; slug: string }>

  readSettings(actor: Actor, tenantId: string): Promise<TenantSettings>
  updateSettings(actor: Actor, tenantId: string, patch: Partial<TenantSettings>): Promise<void>

  members(
    actor: Actor,
    tenantId: string,
  ): Promise<{ members: MemberCard[]; invitations: InvitationCard[]; mayInvite: TenantRole[] }>
  /** Single use, 72 hours, bound to the address, never above the inviter's role. */
  invite(
    actor: Actor,
    tenantId: string,
    input: { email: string; role: TenantRole; persona: Persona | null },
  ): Promise<void>
  setRole(
    actor: Actor,
    tenantId: string,
    input: { userId: string; role: TenantRole; persona: Persona | null },
  ): Promise<void>
  /** Takes the grant away. Sessions that now see nothing end, and open pages close within a second. */
  remove(actor: Actor, tenantId: string, userId: string): Promise<void>
  revokeInvitation(actor: Actor, tenantId: string, invitationId: string): Promise<void>

  agencyMembers(
    actor: Actor,
    agencyId: string,
  ): Promise<{
    members: (Omit<MemberCard, 'role' | 'via' | 'persona'> & { role: AgencyRole; tenants: string[] })[]
    invitations: InvitationCard[]
    mayInvite: AgencyRole[]
  }>
  inviteToAgency(actor: Actor, agencyId: string, input: { email: string; role: AgencyRole }): Promise<void>
  setAgencyRole(actor: Actor, agencyId: string, input: { userId: string; role: AgencyRole }): Promise<void>
  removeFromAgency(actor: Actor, agencyId: string, userId: string): Promise<void>
  revokeAgencyInvitation(actor: Actor, agencyId: string, invitationId: string): Promise<void>

  /** @throws NotFound for an invitation that is used, expired, revoked or unknown alike */
  viewInvitation(
    token: string,
  ): Promise<{ email: string; invitedTo: string; role: string; expiresAt: string; hasAccount: boolean }>
  /** A new account gets the name and password; an existing one must prove its own, and its code. Signs in. */
  acceptInvitation(input: {
    token: string
    name: string
    password: string
    code?: string | undefined
    address: string
    /** What the browser kept of having signed in before. */
    browser?: string | undefined
  }): Promise<SignInResult>
  /** Invites and accepts in one: for the demo, where nobody reads mail. Never above the actor's role. */
  admit(
    actor: Actor,
    where: { agencyId: string; role: AgencyRole } | { tenantId: string; role: TenantRole; persona: Persona | null },
    person: Person,
  ): Promise<{ userId: string }>
}
