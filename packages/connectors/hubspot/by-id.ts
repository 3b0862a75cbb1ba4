import { ProviderChanged, RetryLater, type Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import { absorbedIds } from './object-row.ts'
import type { ObjectType } from './object-type.ts'
import { paths } from './paths.ts'
import type { Config } from './schema.ts'
import { Id, type Properties } from './values.ts'

/** HubSpot takes 100 at once, half of that where earlier values are asked for too. */
export const atOnceOf = ({ history }: ObjectType): number => (history ? 50 : 100)

/** A record as HubSpot sent it; `properties` may hold nulls. */
export const Sent = z.looseObject({ id: Id, properties: z.record(z.string(), z.unknown()).optional() })
export type Sent = z.infer<typeof Sent>

const Answer = z.object({
  results: z.array(z.unknown()).default([]),
  errors: z.array(z.looseObject({ category: z.string().optional() })).default([]),
})
const Refusal = z.looseObject({ category: z.string().optional() })

/** What became of the records that were asked for by id. */
export interface ById {
  live: Sent[]
  archived: Sent[]
  /** Known neither as live, nor as archived, nor as merged into one of the others. */
  missing: string[]
}

/** Records as they are now, by id: those archived and those that are gone as well. */
export async function readByIds(ctx: Ctx<Config>, type: ObjectType, ids: readonly string[]): Promise<ById> {
  const answer: ById = { live: [], archived: [], missing: [] }
  const wanted = [...new Set(ids)]
  for (let from = 0; from < wanted.length; from += atOnceOf(type)) {
    const some = wanted.slice(from, from + atOnceOf(type))
    const live = await batch(ctx, type, some, false)
    answer.live.push(...live)
    const elsewhere = without(some, live)
    if (elsewhere.length === 0) continue
    const archived = await batch(ctx, type, elsewhere, true)
    answer.archived.push(...archived)
    answer.missing.push(...without(elsewhere, archived))
  }
  return answer
}

/** A record that was merged away is answered with the one it went into, which names it. */
function without(ids: readonly string[], objects: readonly Sent[]): string[] {
  const known = new Set(objects.flatMap(({ id, properties }) => [id, ...absorbedIds(id, texts(properties))]))
  return ids.filter((id) => !known.has(id))
}

async function batch(ctx: Ctx<Config>, type: ObjectType, ids: readonly string[], archived: boolean): Promise<Sent[]> {
  const { history } = type
  const answer = await ctx.http.post(paths.batchRead(type.path), {
    bucket: 'calls',
    query: { archived: String(archived) },
    json: {
      inputs: ids.map((id) => ({ id })),
      properties: type.properties(ctx.config),
      propertiesWithHistory: history ?? [],
    },
    // Where none of them is found the whole answer may say so.
    accept: [404],
  })
  if (answer.status === 404) {
    if (answer.json(Refusal).category === 'OBJECT_NOT_FOUND') return []
    throw new ProviderChanged(`records of ${type.path} can no longer be read in batches`)
  }
  const { results, errors } = answer.json(Answer)
  if (errors.some(({ category }) => category !== 'OBJECT_NOT_FOUND'))
    throw new RetryLater('some records could not be read', { at: new Date(ctx.now().getTime() + 60_000) })
  const once = new Map<string, Sent>()
  for (const result of results) {
    const sent = Sent.safeParse(result)
    if (!sent.success) throw new ProviderChanged(`a record of ${type.path} came without an id`)
    once.set(sent.data.id, sent.data)
  }
  return [...once.values()]
}

/** The text values of properties as sent. */
export function texts(properties: Readonly<Record<string, unknown>> | undefined): Properties {
  const entries = Object.entries(properties ?? {})
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
}
