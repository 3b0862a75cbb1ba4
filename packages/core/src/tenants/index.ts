export { may, mayGive, permissionsOf, rankOf, requireMay, type Permission } from './may.ts'
export type {
  InvitationCard,
  MemberCard,
  NewTenant,
  Person,
  Tenants,
  TenantsDeps,
  TenantSettings,
  WhoAmI,
} from './tenants.ts'
