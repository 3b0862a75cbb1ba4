export type { Audit, AuditRow, ChainCheck } from './audit.ts'
export { createAudit } from './store.ts'
export { verifyChain, type Link } from './verify-chain.ts'
