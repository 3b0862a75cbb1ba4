import { RetryLater, type Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import { byId, type Ties } from './object-row.ts'
import type { ObjectType } from './object-type.ts'
import { paths } from './paths.ts'
import type { Config } from './schema.ts'
import { Id } from './values.ts'

const Answer = z.object({
  results: z.array(
    z.object({
      from: z.object({ id: Id }),
      to: z.array(
        z.object({
          toObjectId: Id,
          associationTypes: z.array(z.looseObject({ typeId: z.number(), label: z.string().nullish() })).default([]),
        }),
      ),
      paging: z.object({ next: z.object({ after: z.string() }).nullish() }).nullish(),
    }),
  ),
  errors: z.array(z.looseObject({ category: z.string().optional(), subCategory: z.unknown().optional() })).default([]),
})

/** HubSpot's own number of `deal to primary company`; leads have no such kind. */
const primaryCompany = 5
const atOnce = 1_000
/** Pages of one record's associations before it is given up: 100,000 of them. */
const pagesAllowed = 200

/**
 * What these records are tied to. Always asked for apart: lists cut them off per record, search has none, and their changes leave
 * the record's own time of change as it was.
 */
export async function tiesOf(
  ctx: Ctx<Config>,
  type: ObjectType,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Ties>> {
  const ties = new Map<string, Ties>(ids.map((id) => [id, {}]))
  if (ids.length === 0) return ties
  for (const to of type.associations ?? []) {
    const found = await readTies(ctx, type.path, to, ids)
    for (const [id, tie] of ties) {
      const tied = found.get(id) ?? new Map<string, Set<number>>()
      const sorted = [...tied.keys()].sort(byId)
      if (to === 'contacts') tie.contactIds = sorted
      else {
        tie.companyIds = sorted
        const primary = sorted.find((company) => tied.get(company)?.has(primaryCompany))
        if (primary !== undefined) tie.companyId = primary
      }
    }
  }
  return ties
}

type Tied = Map<string, Set<number>>

async function readTies(
  ctx: Ctx<Config>,
  from: string,
  to: string,
  ids: readonly string[],
): Promise<Map<string, Tied>> {
  const found = new Map<string, Tied>()
  let inputs: { id: string; after?: string }[] = ids.map((id) => ({ id }))
  for (let page = 0; inputs.length > 0; page += 1) {
    const rest = inputs.slice(atOnce)
    const answer = await ctx.http.post(paths.associations(from, to), {
      bucket: 'calls',
      json: { inputs: inputs.slice(0, atOnce) },
    })
    const { results, errors } = answer.json(Answer)
    // Records without any association are errors too; every other error would be a loss.
    if (errors.some((error) => !isNone(error)))
      throw new RetryLater('some associations could not be read', { at: new Date(ctx.now().getTime() + 60_000) })
    for (const result of results) {
      const tied = found.get(result.from.id) ?? new Map<string, Set<number>>()
      found.set(result.from.id, tied)
      for (const { toObjectId, associationTypes } of result.to) {
        const kinds = tied.get(toObjectId) ?? new Set()
        for (const { typeId } of associationTypes) kinds.add(typeId)
        tied.set(toObjectId, kinds)
      }
    }
    const more = results.flatMap(({ from: { id }, paging }) => (paging?.next ? [{ id, after: paging.next.after }] : []))
    inputs = [...rest, ...(page < pagesAllowed ? more : [])]
  }
  return found
}

const isNone = ({ category, subCategory }: { category?: string | undefined; subCategory?: unknown }): boolean =>
  category === 'OBJECT_NOT_FOUND' || /NO_ASSOCIATIONS_FOUND/.test(JSON.stringify(subCategory ?? ''))
