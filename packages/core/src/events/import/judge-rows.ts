import type { ImportMapping } from '@throughline/canonical/event'
import { judge, type Judging } from '../judge.ts'
import type { Judged } from '../judged.ts'
import { judgingOf } from '../judging-of.ts'
import type { EventSettings } from '../event-settings.store.ts'
import type { TenantKeyring } from '../../secrets/index.ts'
import type { FileRow } from './file-row.ts'
import { rowMapper } from './map-row.ts'
import { rowValues } from './row-values.ts'

/** What rows of an import are judged by: any past is allowed, and the sender's clock is not asked. */
export function importJudging(
  settings: EventSettings,
  keyring: Pick<TenantKeyring, 'hash'>,
  more: Pick<Judging, 'tenantId' | 'receivedAt' | 'sources'>,
): Judging {
  return { ...more, ...judgingOf(settings, keyring), skewMs: 0, imported: true }
}

/** A row, the event that was made of it, and what the rules say. */
export interface JudgedRow {
  row: number
  /** Undefined where the row could not be read. */
  event: Record<string, unknown> | undefined
  judged: Judged
  /** What is kept where it is refused. */
  raw: unknown
}

/** Reads, maps and judges rows. Pure. */
export function judgeRows(
  rows: readonly FileRow[],
  of: { columns: readonly string[]; mapping: ImportMapping; judging: Judging },
): JudgedRow[] {
  const map = rowMapper(of.mapping, of.judging.tenantId)
  return rows.map((fileRow): JudgedRow => {
    const { row, fields, line } = fileRow
    const read = rowValues(fileRow, of.columns)
    if (!read.ok) {
      const rejection = { code: 'malformed', field: null, reason: read.reason, type: '?', source: '?' } as const
      return { row, event: undefined, judged: { ok: false, rejection }, raw: fields ?? line ?? '' }
    }
    const event = map(read.values)
    return { row, event, judged: inWords(judge(event, of.judging)), raw: event }
  })
}

/** A file's times are in the form that a person said they are in. */
function inWords(judged: Judged): Judged {
  if (judged.ok || judged.rejection.code !== 'invalid_timestamp') return judged
  return { ok: false, rejection: { ...judged.rejection, reason: 'Not a time in the form that was chosen.' } }
}
