export { listTenants, type ListedTenant } from './list-tenants.store.ts'
export { createTenants } from './create-tenants.ts'
export { may, permissionsOf, requireMay, type Permission } from './may.ts'
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
