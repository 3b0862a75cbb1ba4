import type { Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import type { ObjectType } from './object-type.ts'
import type { Config } from './schema.ts'
import { search, searchPage, type Filter, type Found } from './search.ts'

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
  const filters = [filter(type.modified, 'GTE', since.at)]
  const { total, found } = await search(ctx, type, { filters, sort: { by: type.modified } })
  const end = found.at(-1)?.modified ?? since.at
  const at = Math.max(since.at, end)
  if (found.length < searchPage) return { found, next: { at }, total, last: true }
  const stuck = end <= since.at
  return { found: stuck ? [] : found, next: stuck ? { at: since.at, id: '0' } : { at }, total, last: false }
}

async function sameMoment(ctx: Ctx<Config>, type: ObjectType, at: number, after: string): Promise<Changes> {
  const filters = [filter(type.modified, 'EQ', at), filter('hs_object_id', 'GT', after)]
  const { total, found } = await search(ctx, type, { filters, sort: { by: 'hs_object_id' } })
  const lastId = found.at(-1)?.id
  const over = found.length < searchPage || lastId === undefined
  return { found, next: over ? { at: at + 1 } : { at, id: lastId }, total, last: false }
}

const filter = (propertyName: string, operator: Filter['operator'], value: number | string): Filter => ({
  propertyName,
  operator,
  value: String(value),
})
