import { ProviderChanged, type Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import { paths } from './paths.ts'
import type { Config } from './schema.ts'
import { all, quoted } from './soql.ts'

/** Rows at once: as many as one answer holds. */
export const mostRows = 2_000

/** A record as REST gives it: `attributes`, fields, parents as objects. */
export type SObject = Record<string, unknown>

const Answer = z.looseObject({
  totalSize: z.number(),
  done: z.boolean(),
  // Looked into by whoever reads them: thousands at once are not copied here.
  records: z.array(z.custom<SObject>((record) => typeof record === 'object' && record !== null)).default([]),
})

export interface Answered {
  rows: SObject[]
  /** Of all that match, or the count itself where `COUNT()` was asked. */
  totalSize: number
  /** False: more rows match than this answer has room for. */
  done: boolean
  /** The server's own clock when it answered. */
  serverTime: Date | undefined
}

type Asking = Pick<Ctx<Config>, 'http'>

/**
 * Asks one SOQL question. The answer's next-page link is never followed: such a cursor dies with the session that made it, after
 * 15 minutes, or when ten others were opened; whoever asks goes on from the last row instead.
 */
export async function query(ctx: Asking, soql: string, options: { all?: boolean } = {}): Promise<Answered> {
  const answer = await ctx.http.get(options.all ? paths.queryAll : paths.query, {
    bucket: 'api',
    query: { q: soql },
    headers: { 'sforce-query-options': 'batchSize=2000' },
    timeoutMs: 120_000,
  })
  const { records: rows, totalSize, done } = answer.json(Answer)
  const date = Date.parse(answer.headers.get('date') ?? '')
  return { rows, totalSize, done, serverTime: Number.isNaN(date) ? undefined : new Date(date) }
}

/** All rows that match, in order of their ids, for what is few enough to be held at once. */
export async function everyRow(
  ctx: Asking,
  asked: { select: readonly string[]; from: string; where?: string | undefined; all?: boolean },
): Promise<SObject[]> {
  const rows: SObject[] = []
  for (let after: string | undefined; ;) {
    const where = all(asked.where, after === undefined ? undefined : `Id > ${quoted(after)}`)
    const soql = `SELECT ${asked.select.join(', ')} FROM ${asked.from}${where && ` WHERE ${where}`} ORDER BY Id LIMIT ${mostRows}`
    const answer = await query(ctx, soql, { all: asked.all === true })
    for (const row of answer.rows) rows.push(row)
    const last = answer.rows.at(-1)
    // Fewer than were asked for is not the end: of wide rows an answer holds fewer.
    if (!last || (answer.done && answer.rows.length < mostRows)) return rows
    after = textOf(last, 'Id')
  }
}

/** How many rows match. */
export async function count(ctx: Asking, from: string, where: string, options: { all?: boolean } = {}) {
  const { totalSize, serverTime } = await query(
    ctx,
    `SELECT COUNT() FROM ${from}${where && ` WHERE ${where}`}`,
    options,
  )
  return { count: totalSize, serverTime }
}

/** The text of a field that reading cannot do without. @throws ProviderChanged */
export function textOf(row: SObject, field: string): string {
  const value = row[field]
  if (typeof value === 'string' && value !== '') return value
  throw new ProviderChanged(`a record came without ${field}`)
}
