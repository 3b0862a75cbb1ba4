import type { Ctx, HttpAnswer, RequestOptions } from '@throughline/connector-kit'
import { z } from 'zod'
import type { Config } from './schema.ts'

export type MetaCtx = Ctx<Config>

const Listing = z.looseObject({
  data: z.array(z.unknown()),
  paging: z
    .looseObject({
      cursors: z.looseObject({ after: z.string().optional() }).optional(),
      next: z.string().optional(),
    })
    .optional(),
  summary: z.looseObject({ total_count: z.number().optional() }).optional(),
})

/** One page of an edge. */
export interface GraphPage {
  rows: unknown[]
  /** Where the next page begins; absent on the last one. */
  after?: string
  total?: number
}

/** A path below the version that this connection asks for. */
const at = ({ config }: MetaCtx, path: string): string => `/${config.apiVersion}/${path}`

export const get = (ctx: MetaCtx, path: string, options: RequestOptions): Promise<HttpAnswer> =>
  ctx.http.get(at(ctx, path), options)

export const post = (ctx: MetaCtx, path: string, options: RequestOptions): Promise<HttpAnswer> =>
  ctx.http.post(at(ctx, path), options)

/**
 * One page of an edge. The last page still has cursors: only a missing `next` is the end. `next` itself is never used or kept,
 * because it holds the token.
 */
export async function getPage(
  ctx: MetaCtx,
  path: string,
  options: { bucket: string; query: Record<string, string>; after?: string | undefined },
): Promise<GraphPage> {
  const { bucket, query, after } = options
  const answer = await get(ctx, path, { bucket, query: { ...query, ...(after === undefined ? {} : { after }) } })
  const { data, paging, summary } = answer.json(Listing)
  const next = paging?.next === undefined ? undefined : (paging.cursors?.after ?? afterOf(paging.next))
  const total = summary?.total_count
  return { rows: data, ...(next === undefined ? {} : { after: next }), ...(total === undefined ? {} : { total }) }
}

const afterOf = (next: string): string | undefined =>
  new URL(next, 'https://graph.facebook.com').searchParams.get('after') ?? undefined

/** All rows of a short edge, page by page. */
export async function getAll(
  ctx: MetaCtx,
  path: string,
  options: { bucket: string; query: Record<string, string> },
): Promise<unknown[]> {
  const rows: unknown[] = []
  let after: string | undefined
  do {
    const page = await getPage(ctx, path, { ...options, after })
    rows.push(...page.rows)
    after = page.after
  } while (after !== undefined)
  return rows
}
