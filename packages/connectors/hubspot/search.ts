import { ProviderChanged, type Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import { byId } from './object-row.ts'
import type { ObjectType } from './object-type.ts'
import { paths } from './paths.ts'
import type { Config } from './schema.ts'
import { Id, millisOf } from './values.ts'

/** Search gives so many at once, and never more than 10,000 of one question: it is never paged, only asked anew. */
const searchPage = 200

export interface Filter {
  propertyName: string
  operator: 'GT' | 'GTE' | 'LT' | 'LTE'
  value: string
}

/** A record that search found: its id and times, as the index has them. */
export interface Found {
  id: string
  modified: number
  /** When it says that it was made. */
  created: number
}

const Answer = z.object({
  total: z.number().int().nonnegative(),
  paging: z.looseObject({ next: z.looseObject({ after: z.string() }).nullish() }).nullish(),
  results: z.array(
    z.looseObject({
      id: Id,
      createdAt: z.string().optional(),
      updatedAt: z.string().optional(),
      properties: z.record(z.string(), z.string().nullable()).default({}),
    }),
  ),
})

/** Asks the search index: it is behind what was written, so only ids and times are taken from it. Its limit is its own. */
export async function search(
  { http }: Pick<Ctx<Config>, 'http'>,
  type: ObjectType,
  question: { filters: Filter[]; sort?: { by: string; descending?: boolean }; limit?: number },
): Promise<{ total: number; found: Found[]; more: boolean }> {
  const { filters, sort, limit = searchPage } = question
  const answer = await http.post(paths.search(type.path), {
    bucket: 'search',
    json: {
      filterGroups: filters.length > 0 ? [{ filters }] : [],
      sorts: sort ? [{ propertyName: sort.by, direction: sort.descending ? 'DESCENDING' : 'ASCENDING' }] : [],
      properties: [type.modified, type.created],
      limit,
      after: '0',
    },
  })
  const { total, results, paging } = answer.json(Answer)
  const more = (paging?.next ?? undefined) !== undefined
  const found = results.map(({ id, properties, updatedAt, createdAt }) => ({
    id,
    modified: millisOf(properties[type.modified] ?? updatedAt) ?? 0,
    created: millisOf(properties[type.created] ?? createdAt) ?? 0,
  }))
  if (sort && !sort.descending && !isSorted(found, sort.by === type.modified))
    throw new ProviderChanged(`search of ${type.path} no longer sorts by ${sort.by}`)
  // Nobody could go on from nothing, and stopping would lose what there is.
  if (more && found.length === 0)
    throw new ProviderChanged(`search of ${type.path} gives nothing of what it says there is`)
  return { total, found, more }
}

/** Reading goes on from the last one found: an answer in another order would skip records without a sound. */
const isSorted = (found: readonly Found[], byTime: boolean): boolean =>
  found.every((each, index) => {
    const before = found[index - 1]
    return !before || (byTime ? before.modified <= each.modified : byId(before.id, each.id) < 0)
  })

/** How many there are, and when the last one was modified: on HubSpot's own clock. */
export async function newest(ctx: Ctx<Config>, type: ObjectType): Promise<{ total: number; at: number }> {
  const { total, found } = await search(ctx, type, {
    filters: [],
    sort: { by: type.modified, descending: true },
    limit: 1,
  })
  return { total, at: found[0]?.modified ?? 0 }
}
