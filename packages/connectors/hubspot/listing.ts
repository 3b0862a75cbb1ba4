import type { Ctx, RequestOptions } from '@throughline/connector-kit'
import { z } from 'zod'
import type { Config } from './schema.ts'

const Page = z.object({
  results: z.array(z.unknown()),
  total: z.number().int().optional(),
  paging: z.object({ next: z.object({ after: z.string().min(1) }).nullish() }).nullish(),
})

export interface ListPage {
  results: unknown[]
  /** Where the next page begins; absent after the last. */
  after?: string
  total?: number
}

/** One page of one of HubSpot's lists. A cursor that is no longer good begins the list anew: reading twice writes once. */
export async function listPage(
  { http }: Pick<Ctx<Config>, 'http'>,
  path: string,
  query: Record<string, string>,
  after?: string,
): Promise<ListPage> {
  const options = (from: string | undefined): RequestOptions => ({
    bucket: 'calls',
    query: { ...query, ...(from === undefined ? {} : { after: from }) },
    accept: from === undefined ? [] : [400],
  })
  let answer = await http.get(path, options(after))
  if (answer.status === 400) answer = await http.get(path, options(undefined))
  const { results, paging, total } = answer.json(Page)
  const next = paging?.next?.after
  return {
    results,
    ...(next === undefined ? {} : { after: next }),
    ...(total === undefined ? {} : { total }),
  }
}
