export type { Audit, AuditRow, ChainCheck } from './audit.ts'
