import { RetryLater, ProviderChanged, type Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import { readListAnswer } from './envelope.ts'
import type { Config } from './settings.ts'

/** All requests of a connection share it: 300 a minute are allowed, and 4 a second stay well below. */
export const bucket = 'api'

/** Answers that say of one thing that it is not there or cannot be had, and nothing of the connection. */
export const notThere = [400, 404, 410, 422]
export const isNotFound = (status: number): boolean => status === 404 || status === 410

/** Where a list is being read. */
export const ListAt = z.object({
  /** As given in `next_page`: an address or a cursor. Absent: the first page. */
  token: z.string().optional(),
  /** Brent's way of finding a circle with one token kept: it is compared with every later one, and moved on ever more rarely. */
  mark: z.string().optional(),
  steps: z.number().int().optional(),
  span: z.number().int().optional(),
  /** How often the list was begun anew because its cursor had expired or went round in a circle. */
  restarts: z.number().int().optional(),
  /** How often in a row it was answered with an error that nobody knows. */
  faults: z.number().int().optional(),
  notBefore: z.iso.datetime().optional(),
})
export type ListAt = z.infer<typeof ListAt>

export type ListStep =
  /** `next` is absent at the end. */
  | { outcome: 'page'; rows: unknown[]; next?: ListAt }
  /** To be asked again, from here: at once, or not before `next.notBefore`. */
  | { outcome: 'again'; next: ListAt }
  /** Given up for now. */
  | { outcome: 'failed'; why: string }
  /** There is no such list. */
  | { outcome: 'gone' }

const restartsAllowed = 3
const faultsAllowed = 3

/** Reads the next page of a list; what went wrong is in its outcome, so that it can be saved before anything is waited for. */
export async function stepList(ctx: Ctx<Config>, path: string, at: ListAt): Promise<ListStep> {
  const { token } = at
  const { address, query } = addressOf(path, token)
  const answer = await ctx.http.get(address, { bucket, query, accept: notThere })
  if (answer.status >= 400 && token !== undefined) return restart(at, 'its cursors keep expiring')
  if (isNotFound(answer.status)) return { outcome: 'gone' }
  if (answer.status >= 400) return tryAgain(ctx, at, String(answer.status))
  const read = readListAnswer(answer)
  if ('fault' in read) {
    if (token !== undefined && /cursor|page|expired/.test(read.fault)) return restart(at, 'its cursors keep expiring')
    return /not_?found/.test(read.fault) ? { outcome: 'gone' } : tryAgain(ctx, at, read.fault)
  }
  // The last page naming itself again is an end, not a circle.
  if (read.next === undefined || read.next === token) return { outcome: 'page', rows: read.rows }
  if (read.next === at.mark) return restart(at, 'its pages go round in a circle')
  return { outcome: 'page', rows: read.rows, next: follow(at, read.next) }
}

function follow(at: ListAt, token: string): ListAt {
  const { mark, steps = 0, span = 1, restarts } = at
  const kept = restarts === undefined ? {} : { restarts }
  if (steps + 1 >= span) return { ...kept, token, mark: token, steps: 0, span: span * 2 }
  return { ...kept, token, ...(mark === undefined ? {} : { mark }), steps: steps + 1, span }
}

/** From its beginning: rows are written once however often they are read. */
function restart({ restarts = 0 }: ListAt, why: string): ListStep {
  if (restarts >= restartsAllowed) return { outcome: 'failed', why }
  return { outcome: 'again', next: { restarts: restarts + 1 } }
}

function tryAgain(ctx: Ctx<Config>, at: ListAt, code: string): ListStep {
  const faults = (at.faults ?? 0) + 1
  if (faults > faultsAllowed) return { outcome: 'failed', why: `it is answered with the error ${code.slice(0, 40)}` }
  const notBefore = new Date(ctx.now().getTime() + 60_000 * 2 ** (faults - 1)).toISOString()
  return { outcome: 'again', next: { ...at, faults, notBefore } }
}

/** An absolute address goes to the client as it is, which refuses another host; else it is a path, or a cursor's value. */
function addressOf(path: string, token: string | undefined): { address: string; query: Record<string, string> } {
  if (token === undefined) return { address: path, query: {} }
  if (/^https?:/i.test(token) || /^\/?v\d+\//.test(token)) return { address: token, query: {} }
  if (token.startsWith('?')) return { address: path + token, query: {} }
  return { address: path, query: { cursor: token } }
}

/** @throws RetryLater until then */
export function waitUntil(ctx: Ctx<Config>, moment: string | undefined, say?: string): void {
  if (moment === undefined || Date.parse(moment) <= ctx.now().getTime()) return
  throw new RetryLater('not before that', { at: new Date(moment), ...(say === undefined ? {} : { say }) })
}

/** A list that cannot be read stops its stream. */
export function listFailed(what: string, why: string): ProviderChanged {
  return new ProviderChanged(`${what} cannot be read: ${why}`, {
    say: `Switchboard's list of ${what} cannot be read: ${why}. It is tried again when you ask for it.`,
  })
}
