import type { Actor } from '@throughline/db'

/** One link of a chain as people see it: who by name where the reader may know them. */
export interface AuditRow {
  seq: number
  at: string
  actor: string
  action: string
  subject: string | null
  detail: Record<string, unknown>
}

/** Whether a chain holds; `brokenAt` names the first row that does not. */
export interface ChainCheck {
  ok: boolean
  rows: number
  brokenAt: number | null
}

/** Reading and checking what was done. */
export interface Audit {
  /** Newest first. `cursor` is what the page before answered as `next`. */
  list(
    actor: Actor,
    tenantId: string,
    page: { cursor?: string | undefined; limit: number },
  ): Promise<{ rows: AuditRow[]; next: string | null }>
  verify(actor: Actor, tenantId: string): Promise<ChainCheck>
  listAgency(
    actor: Actor,
    agencyId: string,
    page: { cursor?: string | undefined; limit: number },
  ): Promise<{ rows: AuditRow[]; next: string | null }>
  verifyAgency(actor: Actor, agencyId: string): Promise<ChainCheck>
  /** Every chain of the server, for `throughline doctor`. */
  verifyAll(): Promise<(ChainCheck & { of: 'tenant' | 'agency'; id: string })[]>
}
