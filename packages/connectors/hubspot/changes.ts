import type { Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import type { ObjectType } from './object-type.ts'
import type { Config } from './schema.ts'
import { search, type Filter, type Found } from './search.ts'

/** How far changes were read. */
export const Since = z.object({
  /** Everything that the index had been modified before this moment is read. Epoch milliseconds on HubSpot's clock. */
  at: z.number().int().nonnegative(),
  /** Within the rows of this one moment: up to this id. */
  id: z.string().optional(),
})
export type Since = z.infer<typeof Since>

/** Search's index is behind by seconds to minutes: each run looks back so far. */
export const lookBackMs = 15 * 60_000

export interface Changes {
  found: Found[]
  next: Since
  /** How many there were still to come, these included. */
  total: number
  /** Nothing comes after these for now. */
  last: boolean
}

/**
 * The next records modified since. Each question starts from the last answer's last moment (never at an offset: what is modified
 * while we read would move the others across it, and offsets end at 10,000). Where one moment fills a whole answer, as after a
 * bulk import, that moment's records are read by id, however many they are.
 */
export async function changesSince(ctx: Ctx<Config>, type: ObjectType, since: Since): Promise<Changes> {
  if (since.id !== undefined) return sameMoment(ctx, type, since.at, since.id)
  const { total, found, more } = await search(ctx, type, {
    filters: [filter(type.modified, 'GTE', since.at)],
    sort: { by: type.modified },
  })
  const end = found.at(-1)?.modified ?? since.at
  if (!more) return { found, next: { at: Math.max(since.at, end) }, total, last: true }
  if (end > since.at) return { found, next: { at: end }, total, last: false }
  return { found: [], next: { at: since.at, id: '0' }, total, last: false }
}

/** A range of one moment rather than EQ, so that the index may round as it likes. */
async function sameMoment(ctx: Ctx<Config>, type: ObjectType, at: number, after: string): Promise<Changes> {
  const { total, found, more } = await search(ctx, type, {
    filters: [filter(type.modified, 'GTE', at), filter(type.modified, 'LTE', at), filter('hs_object_id', 'GT', after)],
    sort: { by: 'hs_object_id' },
  })
  const lastId = found.at(-1)?.id
  return { found, next: more && lastId !== undefined ? { at, id: lastId } : { at: at + 1 }, total, last: false }
}

const filter = (propertyName: string, operator: Filter['operator'], value: number | string): Filter => ({
  propertyName,
  operator,
  value: String(value),
})
