import type { Ctx } from '@throughline/connector-kit'
import { readable, type Readable } from './describe.ts'
import { idIn } from './ids.ts'
import { fromRest, goneRow } from './normal-form.ts'
import type { SObjectType } from './objects.ts'
import { orgOf, type Org } from './org.ts'
import { everyRow, textOf, type SObject } from './query.ts'
import { rowsOfDeals, type DealRows } from './read-by-deal.ts'
import type { Config } from './schema.ts'
import { idsAtOnce, oneOf, pieces } from './soql.ts'

/** Keys at once. */
export const fetchAtOnce = idsAtOnce

/**
 * Rows as they are now, by their keys. One that Salesforce no longer gives was deleted for good, or is out of the user's sight: it is
 * a row that says so.
 */
export const fetchRows =
  (type: SObjectType) =>
  (ctx: Ctx<Config>, keys: readonly string[]): Promise<SObject[]> =>
    fetched(ctx, type, keys, async (org, { fields }, ids) => {
      const select = fields.map(({ name }) => name)
      const found = await everyRow(ctx, { select, from: type.name, where: oneOf('Id', ids), all: true })
      return found.map((row) => fromRest(org, fields, row))
    })

/** The same of rows that are read beside the others of their deal, which come with them. */
export const fetchByDeal =
  ({ type, together }: DealRows) =>
  (ctx: Ctx<Config>, keys: readonly string[]): Promise<SObject[]> =>
    fetched(ctx, type, keys, async (org, { fields }, ids) => {
      const asked = { select: ['Id', 'OpportunityId'], from: type.name, where: oneOf('Id', ids), all: true }
      const parents = (await everyRow(ctx, asked)).map((row) => textOf(row, 'OpportunityId'))
      return rowsOfDeals(ctx, type, org, fields, parents, await together(ctx))
    })

type Ask = (org: Org, readable: Readable, ids: string[]) => Promise<SObject[]>

async function fetched(ctx: Ctx<Config>, type: SObjectType, keys: readonly string[], ask: Ask): Promise<SObject[]> {
  const org = await orgOf(ctx)
  const ids = [...new Set(keys.flatMap((key) => idIn(org, key) ?? []))]
  const known = await readable(ctx, type)
  if (!known) return []
  const rows: SObject[] = []
  for (const some of pieces(ids, fetchAtOnce)) rows.push(...(await ask(org, known, some)))
  const found = new Set(rows.map(({ Id }) => Id))
  const gone = ids.filter((id) => !found.has(id))
  const at = ctx.now().toISOString()
  return [...rows, ...gone.map((id) => goneRow(org, { Id: id, SystemModstamp: at }))]
}
