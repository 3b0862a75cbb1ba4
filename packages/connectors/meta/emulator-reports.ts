import { GraphRefusal, type Asked } from './emulator-answer.ts'
import type { FigureRow } from './emulator-figures.ts'
import { printRow, readQuery, selectRows, type Query } from './emulator-insights.ts'
import type { EmulatedLedger } from './emulator-ledger.ts'
import { pageOf } from './emulator-page.ts'
import { dayIn } from './times.ts'

/**
 * What becomes of a report: `large` fails and will always fail, `passing` fails and would not again, `stuck` runs for ever, `expires`
 * is gone after its first page.
 */
export type ReportFate = 'usual' | 'large' | 'passing' | 'fails' | 'skipped' | 'stuck' | 'expires'

export interface ReportRules {
  /** Of the next reports, one each; then `usual`. */
  fates: ReportFate[]
  /** Reports of more rows than this are too large. */
  mostRows: number
  /** Asked too early, a report gives half its rows instead of a refusal. */
  partialEarly: boolean
}

interface MadeReport {
  accountId: string
  query: Query
  rows: FigureRow[]
  fate: ReportFate
  madeAt: number
  looks: number
  pages: number
  gone?: boolean
  /** Its last page was read. */
  over?: boolean
}

/** How a usual report comes to be, a step each time somebody looks: running at 100 is not done. */
const steps: [string, number][] = [
  ['Job Not Started', 0],
  ['Job Started', 0],
  ['Job Running', 42],
  ['Job Running', 100],
  ['Job Completed', 100],
]
const livesMs = 30 * 86_400_000
/** So many reports that were read to their end are kept: each holds all its rows. */
const kept = 3

export interface EmulatedReports {
  create(asked: Asked, accountId: string): unknown
  has(id: string): boolean
  look(id: string): unknown
  rows(asked: Asked, id: string): unknown
}

export function createReports(options: {
  ledger: EmulatedLedger
  now: () => Date
  random: () => number
  rules: () => ReportRules
  /** Made at once, for history. */
  quick: () => boolean
}): EmulatedReports {
  const { ledger, now, random, rules, quick } = options
  const reports = new Map<string, MadeReport>()
  const state = { made: 0 }

  function create(asked: Asked, accountId: string): unknown {
    const query = readQuery(asked, accountId, dayIn(ledger.account(accountId).zone, now()))
    const rows = selectRows(ledger, query, now())
    // A field that does not exist is refused when the report is asked for.
    if (rows[0]) printRow(ledger, rows[0], query)
    const hopeless = rows.some(({ adId }) => adId !== undefined && ledger.ad(adId).hopeless)
    const fate = hopeless || rows.length > rules().mostRows ? 'large' : (rules().fates.shift() ?? 'usual')
    state.made += 1
    const id = String(6_012_345_678_900 + state.made)
    const looks = quick() ? steps.length - 1 : Math.floor(random() * 3)
    reports.set(id, { accountId, query, rows, fate, madeAt: now().getTime(), looks, pages: 0 })
    const read = [...reports].filter(([, { over }]) => over)
    for (const [each] of read.slice(0, -kept)) reports.delete(each)
    return { report_run_id: id }
  }

  function find(id: string): MadeReport {
    const report = reports.get(id)
    if (!report || report.gone || now().getTime() - report.madeAt > livesMs)
      throw new GraphRefusal({
        code: 100,
        subcode: 33,
        message: `Unsupported get request. Object with ID '${id}' does not exist`,
      })
    return report
  }

  const isReady = ({ looks, fate }: MadeReport): boolean =>
    looks >= steps.length - 1 && (fate === 'usual' || fate === 'expires')

  function look(id: string): unknown {
    const report = find(id)
    const base = { id, account_id: report.accountId, date_start: report.query.since, date_stop: report.query.until }
    const failed = (status: string, error_code?: number, error_subcode?: number) => ({
      ...base,
      ...{ async_status: status, async_percent_completion: 42, error_code, error_subcode, error_message: 'synthetic' },
    })
    const at = Math.min(report.looks, steps.length - 1)
    report.looks += 1
    const isOver = at >= steps.length - 1
    if (report.fate === 'stuck' && isOver) return { ...base, async_status: 'Job Running', async_percent_completion: 97 }
    if (report.fate === 'large' && isOver) return failed('Job Failed', 2, 1_504_038)
    if (report.fate === 'passing' && isOver) return failed('Job Failed', 2, 1_504_044)
    if (report.fate === 'fails' && isOver) return failed('Job Failed', 1)
    if (report.fate === 'skipped' && isOver) return failed('Job Skipped')
    const [status, percent] = steps[at] ?? ['Job Completed', 100]
    return { ...base, async_status: status, async_percent_completion: percent }
  }

  function rows(asked: Asked, id: string): unknown {
    const report = find(id)
    const early = !isReady(report)
    if (early && !rules().partialEarly) throw new GraphRefusal({ code: 2_601, subcode: 1_815_107 })
    const all = early ? report.rows.slice(0, Math.floor(report.rows.length / 2)) : report.rows
    const page = pageOf(asked, all, {
      name: (_row, index) => String(index),
      print: (row) => printRow(ledger, row, report.query),
    })
    report.pages += 1
    report.over = !early && !(page as { paging?: { next?: string } }).paging?.next
    if (report.fate === 'expires') report.gone = true
    return page
  }

  return { create, has: (id) => reports.has(id), look, rows }
}
