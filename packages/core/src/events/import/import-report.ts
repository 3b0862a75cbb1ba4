import type { ImportReport } from './event-imports.ts'
import type { JudgedRow } from './judge-rows.ts'

/** More causes than this are not told apart. */
const mostCauses = 100

export const emptyReport: ImportReport = { rows: 0, good: 0, known: 0, rejected: 0, causes: [], whole: false }

/** A report with more rows in it. @param known ids that were taken before */
export function addToReport(
  report: ImportReport,
  rows: readonly JudgedRow[],
  known: ReadonlySet<string>,
): ImportReport {
  const causes = new Map(report.causes.map((cause) => [nameOf(cause), { ...cause }]))
  const next = { ...report, rows: report.rows + rows.length }
  for (const { row, judged } of rows) {
    if (judged.ok) {
      next.good += 1
      if (known.has(judged.event.eventId)) next.known += 1
      continue
    }
    next.rejected += 1
    const { code, field, reason } = judged.rejection
    const there = causes.get(nameOf({ code, field, reason }))
    if (there) there.n += 1
    else if (causes.size < mostCauses) causes.set(nameOf({ code, field, reason }), { code, field, reason, n: 1, row })
  }
  return { ...next, causes: [...causes.values()].sort((a, b) => b.n - a.n) }
}

const nameOf = ({ code, field, reason }: { code: string; field: string | null; reason: string }) =>
  `${code}\0${field ?? ''}\0${reason}`
