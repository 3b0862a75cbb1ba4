import { ProviderChanged, type Ctx, type RequestOptions } from '@throughline/connector-kit'
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
  /** How often the list was begun anew, where it was. */
  restarts?: number
}

/** Where a list stands. */
export interface ListPlace {
  after?: string | undefined
  restarts?: number | undefined
}

const restartsAllowed = 3

/**
 * One page of one of HubSpot's lists. A cursor that is no longer good begins the list anew, a few times: reading twice writes once.
 */
export async function listPage(
  { http }: Pick<Ctx<Config>, 'http'>,
  path: string,
  query: Record<string, string>,
  { after, restarts = 0 }: ListPlace = {},
): Promise<ListPage> {
  const from = (cursor: string | undefined): RequestOptions => ({
    bucket: 'calls',
    query: { ...query, ...(cursor === undefined ? {} : { after: cursor }) },
    accept: cursor === undefined ? [] : [400],
  })
  let answer = await http.get(path, from(after))
  const again = answer.status === 400 ? restarts + 1 : restarts
  if (again > restartsAllowed) throw new ProviderChanged(`the list ${path} cannot be read to its end`)
  if (again > restarts) answer = await http.get(path, from(undefined))
  const { results, paging, total } = answer.json(Page)
  const next = paging?.next?.after
  return {
    results,
    ...(next === undefined ? {} : { after: next }),
    ...(total === undefined ? {} : { total }),
    ...(next === undefined || again === 0 ? {} : { restarts: again }),
  }
}
