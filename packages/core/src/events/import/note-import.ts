import type { Inside } from '@throughline/db'
import { actorName, appendAudit, type ImportRow } from './import.store.ts'

/** One link of the tenant's chain about an import: who, which file, how many. Never what stands in it. */
export function noteImport(
  { db, tenantId, actor }: Inside,
  action: string,
  { importId, name, rows }: Pick<ImportRow, 'importId' | 'name' | 'rows'>,
  at: Date,
  detail: Record<string, unknown> = {},
): Promise<void> {
  const entry = { at, actor: actorName(actor), action, subject: importId, detail: { file: name, rows, ...detail } }
  return appendAudit(db, tenantId, entry)
}
