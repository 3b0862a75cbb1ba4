import { ProviderChanged, type Ctx } from '@throughline/connector-kit'
import type { Cursor } from './cursor.ts'
import { refusedFor } from './errors.ts'
import { fromRest, type Field } from './normal-form.ts'
import type { SObjectType } from './objects.ts'
import type { Org } from './org.ts'
import { everyRow, mostRows, query, textOf, type SObject } from './query.ts'
import { endOfRows, readPages, type Going, type Page } from './read-object.ts'
import { placeOf } from './read-rest.ts'
import type { Config } from './schema.ts'
import { all, byStamp, idsAtOnce, moment, oneOf, past, pieces, quoted, since } from './soql.ts'

/** Changed rows at once: their deals are then read whole. */
const changedLimit = 500
/** From so many changed rows on, walking through all deals is less work than asking for each. */
const manyChanged = 50_000
const byDeal = 'OpportunityId ASC, CreatedDate ASC, Id ASC'

/** What the rows of one deal are together: says more of each than its row alone. */
export type Together = (rows: readonly SObject[]) => readonly SObject[]
export interface DealRows {
  type: SObjectType
  /** Made once for each run of pages. */
  together: (ctx: Ctx<Config>) => Promise<Together>
}

/**
 * Rows that mean something only beside the others of their deal (what stage came before; who is the first contact): each deal's rows
 * are read whole, all deals at first, then those of which a row changed. What did not change writes nothing.
 */
export function readByDeal({ type, together }: DealRows) {
  return async function* (ctx: Ctx<Config>, from: Cursor): AsyncGenerator<Page> {
    let told: Promise<Together> | undefined
    yield* readPages(ctx, type, from, {
      begin: (_ctx, total, run) =>
        total === 0 ? 'deletes' : isFirst(run.since) || total > manyChanged ? 'walk' : 'changed',
      page: async (going) => {
        told ??= together(ctx)
        return going.run.phase === 'walk' ? walkPage(going, await told) : changedPage(going, await told)
      },
    })
  }
}

const isFirst = (from: string): boolean => Date.parse(from) === 0

/** The deals after the last one read whole. Where they cannot be had in that order, deal by deal as their rows changed. */
async function walkPage({ ctx, type, org, cursor, fields, run }: Going, together: Together): Promise<Page> {
  const where = run.afterParent === undefined ? undefined : `OpportunityId > ${quoted(run.afterParent)}`
  try {
    const { deals, last } = await dealsPage(ctx, type, org, fields, where, run.limit)
    const rows = deals.flatMap((deal) => told(deal, together))
    const next = { ...run, done: run.done + rows.length }
    if (last === undefined) return { ...endOfRows(type, cursor, next, ctx.now()), rows }
    if (run.afterParent !== undefined && last <= run.afterParent)
      throw new ProviderChanged('rows come in another order than was asked for')
    return { rows, next: { ...cursor, run: { ...next, afterParent: last } } }
  } catch (error) {
    if (refusedFor(error, 'MALFORMED_QUERY'))
      return { rows: [], next: { ...cursor, run: { ...run, phase: 'changed' } } }
    throw error
  }
}

/** The deals of the next rows that changed. */
async function changedPage({ ctx, type, org, cursor, fields, run }: Going, together: Together): Promise<Page> {
  const limit = Math.min(run.limit ?? changedLimit, changedLimit)
  const where = run.after ? past(run.after) : since(run.since)
  const soql = `SELECT Id, OpportunityId, SystemModstamp FROM ${type.name} WHERE ${where} ORDER BY ${byStamp} LIMIT ${limit}`
  const changed = await query(ctx, soql, { all: true })
  const parents = changed.rows.map((row) => textOf(row, 'OpportunityId'))
  const rows = await rowsOfDeals(ctx, type, org, fields, parents, together)
  const lastRow = changed.rows.at(-1)
  const next = { ...run, done: run.done + changed.rows.length }
  if (!lastRow || (changed.done && changed.rows.length < limit))
    return { ...endOfRows(type, cursor, next, ctx.now()), rows }
  return { rows, next: { ...cursor, run: { ...next, after: placeOf(lastRow) } } }
}

/** All rows of these deals. */
export async function rowsOfDeals(
  ctx: Ctx<Config>,
  type: SObjectType,
  org: Org,
  fields: readonly Field[],
  parents: readonly string[],
  together: Together,
): Promise<SObject[]> {
  const select = fields.map(({ name }) => name)
  const rows: SObject[] = []
  for (const some of pieces([...new Set(parents)].sort(), idsAtOnce)) {
    const found = await everyRow(ctx, { select, from: type.name, where: oneOf('OpportunityId', some), all: true })
    for (const deal of Map.groupBy(found, (row) => textOf(row, 'OpportunityId')).values())
      for (const row of told(
        deal.map((each) => fromRest(org, fields, each)),
        together,
      ))
        rows.push(row)
  }
  return rows
}

/** Whole deals in order of their ids. `last`: the last of them, where more come after it. */
async function dealsPage(
  ctx: Ctx<Config>,
  type: SObjectType,
  org: Org,
  fields: readonly Field[],
  where: string | undefined,
  limit = mostRows,
): Promise<{ deals: SObject[][]; last: string | undefined }> {
  const names = fields.map(({ name }) => name).join(', ')
  const ask = (condition: string | undefined) =>
    query(
      ctx,
      `SELECT ${names} FROM ${type.name}${condition ? ` WHERE ${condition}` : ''} ORDER BY ${byDeal} LIMIT ${limit}`,
      { all: true },
    )
  const answer = await ask(where)
  const deals = [...Map.groupBy(answer.rows, (row) => textOf(row, 'OpportunityId'))]
  const isAll = answer.done && answer.rows.length < limit
  // The last deal may go on past this page.
  const cut = isAll ? undefined : deals.pop()
  if (cut && deals.length === 0) {
    const [parent, rows] = cut
    for (let more = rows; more.length > 0; rows.push(...more)) {
      const last = rows.at(-1) ?? {}
      const at = moment(textOf(last, 'CreatedDate'))
      const past = `CreatedDate >= ${at} AND (CreatedDate > ${at} OR Id > ${quoted(textOf(last, 'Id'))})`
      more = (await ask(all(`OpportunityId = ${quoted(parent)}`, past))).rows
    }
    deals.push(cut)
  }
  const last = isAll ? undefined : deals.at(-1)?.[0]
  return { deals: deals.map(([, rows]) => rows.map((row) => fromRest(org, fields, row))), last }
}

/** Rows that were deleted say nothing of the others. */
function told(deal: readonly SObject[], together: Together): SObject[] {
  const gone = deal.filter(({ IsDeleted }) => IsDeleted === true)
  const living = deal.filter(({ IsDeleted }) => IsDeleted !== true)
  return [...together(living), ...gone]
}
