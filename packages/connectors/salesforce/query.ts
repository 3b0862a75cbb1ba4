import { ProviderChanged, type Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import { paths } from './paths.ts'
import type { Config } from './schema.ts'

/** A record as REST gives it: `attributes`, fields, parents as objects. */
export type SObject = Record<string, unknown>

const Answer = z.looseObject({
  totalSize: z.number(),
  done: z.boolean(),
  records: z.array(z.record(z.string(), z.unknown())).default([]),
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
