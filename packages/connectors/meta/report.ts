import { z } from 'zod'
import { get, getPage, post, type GraphPage, type MetaCtx } from './graph.ts'
import { graphErrorOf, isGone, isStaleCursor, isTooEarly, isTooMuch } from './graph-error.ts'
import { reportQuery, type Figures } from './insight-query.ts'
import type { Part } from './metrics-cursor.ts'

type Report = NonNullable<Part['report']>

/** Seconds between two questions about a report; the last one repeats. */
const pollSeconds = [5, 10, 20, 30]
/** A report that takes longer than this is stuck. */
const patienceMs = 60 * 60_000
const bucket = 'insights'

const Asked = z.looseObject({ report_run_id: z.coerce.string() })
const State = z.looseObject({
  async_status: z.string(),
  async_percent_completion: z.coerce.number().optional(),
  error_code: z.coerce.number().optional(),
  error_subcode: z.coerce.number().optional(),
})

/** Asks for a report of a part's days. */
export async function askForReport(ctx: MetaCtx, figures: Figures, account: string, part: Part): Promise<Report> {
  const form = reportQuery(figures, part, ctx.config, part.objects)
  const answer = await post(ctx, `act_${account}/insights`, { bucket, form })
  const now = ctx.now().toISOString()
  return { id: answer.json(Asked).report_run_id, askedAt: now, polls: 0, notBefore: soon(ctx, 0), ready: false }
}

/** `again`: make it anew; `smaller`: make it of less. */
export type ReportState = { state: 'waiting' | 'ready'; report: Report } | { state: 'again' | 'smaller' }

/** Looks how far a report is. It is ready only when it says so and stands at 100: "running" at 100 happens. */
export async function lookAt(ctx: MetaCtx, report: Report): Promise<ReportState> {
  const query = { fields: 'async_status,async_percent_completion,error_code,error_subcode,error_message' }
  let state: z.infer<typeof State>
  try {
    state = (await get(ctx, report.id, { bucket, query })).json(State)
  } catch (error) {
    const said = graphErrorOf(error)
    if (said && isGone(said)) return { state: 'again' }
    throw error
  }
  const { async_status: status, async_percent_completion: percent = 100, error_subcode: subcode } = state
  if (status === 'Job Completed' && percent >= 100) return { state: 'ready', report: { ...report, ready: true } }
  if (status === 'Job Failed' || status === 'Job Skipped')
    return { state: subcode !== undefined && tooLarge.has(subcode) ? 'smaller' : 'again' }
  if (ctx.now().getTime() - Date.parse(report.askedAt) > patienceMs) return { state: 'again' }
  return { state: 'waiting', report: waitLonger(ctx, report) }
}

/** Too much for one report; an ad for which Meta can never answer, to be found by halving. */
const tooLarge = new Set([1_504_038, 2_853_001])

export type RowsState = { state: 'rows'; page: GraphPage } | { state: 'again' | 'from the start' | 'fewer' | 'early' }

/** A page of a report's rows. The fields are the report's own: nothing but the page is asked for. */
export async function rowsOf(ctx: MetaCtx, report: Report, part: Part): Promise<RowsState> {
  try {
    const query = { limit: String(part.limit) }
    const page = await getPage(ctx, `${report.id}/insights`, { bucket, query, after: part.after })
    return { state: 'rows', page }
  } catch (error) {
    const said = graphErrorOf(error)
    if (!said) throw error
    if (isTooEarly(said)) return { state: 'early' }
    if (isGone(said)) return { state: 'again' }
    if (isTooMuch(said)) return { state: 'fewer' }
    if (part.after !== undefined && isStaleCursor(said)) return { state: 'from the start' }
    throw error
  }
}

export function waitLonger(ctx: MetaCtx, report: Report): Report {
  return { ...report, ready: false, polls: report.polls + 1, notBefore: soon(ctx, report.polls + 1) }
}

function soon(ctx: MetaCtx, polls: number): string {
  const seconds = pollSeconds[Math.min(polls, pollSeconds.length - 1)] ?? 30
  return new Date(ctx.now().getTime() + seconds * 1_000).toISOString()
}
