export { and, asc, desc, eq, gt, gte, inArray, isNotNull, isNull, lt, lte, ne, or, sql } from 'drizzle-orm'
export type { SQL } from 'drizzle-orm'
export { actorName, type Actor, type Role } from './actor.ts'
export { appendAgencyAudit, appendAudit } from './audit.ts'
export {
  authenticateHook,
  authenticateInvitee,
  authenticateJob,
  authenticateKey,
  authenticateSession,
  findSession,
  tokenHash,
  type FoundKey,
} from './authenticate.ts'
export { chainHash, chainStart, type ChainEntry } from './chain.ts'
export { connect } from './connect.ts'
export { openDatabase, type Database, type Transaction } from './database.ts'
export { dropEventMonth, oldEventMonths, type EventMonth } from './event-months.ts'
export { createDoor, type Door, type Grant, type Inside } from './door.ts'
export { foundAgency, foundTenant, readAgency, redeem } from './founding.ts'
export { auditAtHome } from './home-audit.ts'
export { instantOf } from './instant-of.ts'
export { migrate } from './migrate.ts'
export { createDatabase, prepareRoles, withDatabase, type Logins } from './roles.ts'
export * as tables from './schema/index.ts'
