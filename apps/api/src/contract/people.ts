import { AgencyRole, Instant, Persona, TenantRole, TimeZone } from '@throughline/canonical'
import { z } from 'zod'
import { InTenant, PageInput } from './shared.ts'

/** members.list (query, InTenant): who may see this client, agency people and client people. A client never sees the agency's other work. */
export const Member = z.object({
  userId: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: TenantRole,
  persona: Persona.nullable(),
  /** `agency` = sees it by an agency role; `grant` = granted here. */
  via: z.enum(['agency', 'grant']),
  lastSeenAt: Instant.nullable(),
})
export const Invitation = z.object({
  invitationId: z.uuid(),
  email: z.string(),
  role: z.string(),
  persona: Persona.nullable(),
  invitedBy: z.string(),
  expiresAt: Instant,
  state: z.enum(['open', 'accepted', 'expired', 'revoked']),
})
export const Members = z.object({
  members: z.array(Member),
  invitations: z.array(Invitation),
  mayInvite: z.array(TenantRole),
})
export type Members = z.infer<typeof Members>
/** members.invite (mutation) → Done, alike for known and unknown addresses */
export const InviteInput = InTenant.extend({
  email: z.email().max(320),
  role: z.enum(['strategist', 'analyst', 'client_admin', 'viewer']),
  persona: Persona.nullable(),
})
/** members.setRole, members.remove, members.revokeInvitation (mutations) → Done */
export const SetRoleInput = InTenant.extend({ userId: z.uuid(), role: TenantRole, persona: Persona.nullable() })
export const RemoveInput = InTenant.extend({ userId: z.uuid() })
export const RevokeInput = InTenant.extend({ invitationId: z.uuid() })

/**
 * agency.members (query, AgencyInput) → AgencyMembers; agency.invite, setRole, remove, revokeInvitation (mutations) → Done;
 * agency.createTenant (mutation) → {tenantId, slug}: for owner and admin only.
 */
export const AgencyInput = z.object({ agencyId: z.uuid() })
export const AgencyMember = z.object({
  userId: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: AgencyRole,
  tenants: z.array(z.string()),
  lastSeenAt: Instant.nullable(),
})
export const AgencyMembers = z.object({
  members: z.array(AgencyMember),
  invitations: z.array(Invitation),
  mayInvite: z.array(AgencyRole),
})
export type AgencyMembers = z.infer<typeof AgencyMembers>
export const SetAgencyRoleInput = AgencyInput.extend({ userId: z.uuid(), role: AgencyRole })
export const RemoveFromAgencyInput = AgencyInput.extend({ userId: z.uuid() })
export const RevokeAgencyInvitationInput = AgencyInput.extend({ invitationId: z.uuid() })
export const AgencyInviteInput = AgencyInput.extend({ email: z.email().max(320), role: AgencyRole })
export const CreateTenantInput = AgencyInput.extend({
  name: z.string().min(1).max(120),
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{1,60}$/),
  timeZone: TimeZone,
  currency: z.string().regex(/^[A-Z]{3}$/),
  brandColor: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .nullable(),
})

/** settings.read (query) / settings.update (mutation): a tenant's own settings. A changed zone restates its days. */
export const Settings = z.object({
  name: z.string(),
  timeZone: z.string(),
  currency: z.string(),
  locale: z.string(),
  weekStart: z.number().int().min(1).max(7),
  fiscalYearMonth: z.number().int().min(1).max(12),
  brandColor: z.string().nullable(),
  vertical: z.enum(['fundraising', 'commerce']),
  /** Where consents to be written to come from, in words. Null: nothing is sent to anybody. */
  consentSource: z.string().nullable(),
})
export const SettingsPatch = z.object({
  name: z.string().min(1).max(120).exactOptional(),
  timeZone: TimeZone.exactOptional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .exactOptional(),
  locale: z.string().max(35).exactOptional(),
  weekStart: Settings.shape.weekStart.exactOptional(),
  fiscalYearMonth: Settings.shape.fiscalYearMonth.exactOptional(),
  brandColor: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .nullable()
    .exactOptional(),
  vertical: Settings.shape.vertical.exactOptional(),
  consentSource: z.string().max(200).nullable().exactOptional(),
})
export const UpdateSettingsInput = InTenant.extend({ settings: SettingsPatch })

/**
 * audit.list (query, InTenant + PageInput) → Page(AuditRow), newest first; audit.verify (query) → {ok, rows, brokenAt};
 * agency.audit and agency.verifyAudit: the same of what belongs to no client, for owner and admin.
 */
export const AuditInput = InTenant.extend(PageInput.shape)
export const AgencyAuditInput = AgencyInput.extend(PageInput.shape)
export const AuditRow = z.object({
  seq: z.number().int(),
  at: Instant,
  actor: z.string(),
  action: z.string(),
  subject: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
})
export type AuditRow = z.infer<typeof AuditRow>
export const ChainCheck = z.object({ ok: z.boolean(), rows: z.number().int(), brokenAt: z.number().int().nullable() })

/** contacts.find (mutation, exact email or phone; audited) → masked contact or null; contacts.reveal; contacts.erase → certificate */
export const FindContactInput = InTenant.extend({
  email: z.string().max(320).optional(),
  phone: z.string().max(40).optional(),
})
export const FoundContact = z.object({
  contactNo: z.number().int(),
  masked: z.string(),
  gifts: z.number().int(),
  since: Instant.nullable(),
})
export const ContactInput = InTenant.extend({ contactNo: z.number().int() })
export const Revealed = z.object({
  name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
})
export const Certificate = z.object({
  erasureId: z.uuid(),
  erasedAt: Instant,
  contactNo: z.number().int(),
  /** All contacts that were this person. */
  contactNos: z.array(z.number().int()),
  identitiesBlanked: z.number().int(),
  sourceRecordsSealed: z.number().int(),
  rawBodiesDropped: z.number().int(),
  figuresChanged: z.literal(0),
})

/** dev.outbox (query): the last mails, only where no SMTP server is set. */
export const OutboxMail = z.object({ id: z.uuid(), to: z.string(), subject: z.string(), text: z.string(), at: Instant })
