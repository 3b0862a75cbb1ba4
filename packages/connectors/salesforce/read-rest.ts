import { ProviderChanged } from '@throughline/connector-kit'
import { fromRest } from './normal-form.ts'
import { mostRows, query, textOf } from './query.ts'
import { endOfRows, type Going, type Page } from './read-object.ts'
import { all, byStamp, past, since, type Place } from './soql.ts'

/**
 * The page past the last row read, in order of (SystemModstamp, Id). Nothing is held open at Salesforce between two pages, so that
 * it makes no difference how long they are apart, and how many rows share one stamp.
 */
export async function restPage({ ctx, type, org, cursor, fields, run }: Going): Promise<Page> {
  const limit = run.limit ?? mostRows
  const names = fields.map(({ name }) => name).join(', ')
  const where = all(run.after ? past(run.after) : since(run.since), type.where)
  const soql = `SELECT ${names} FROM ${type.name} WHERE ${where} ORDER BY ${byStamp} LIMIT ${limit}`
  const answer = await query(ctx, soql, { all: true })
  const rows = answer.rows.map((record) => fromRest(org, fields, record))
  const last = answer.rows.at(-1)
  const done = run.done + rows.length
  if (!last || (answer.done && rows.length < limit)) {
    return { ...endOfRows(type, cursor, { ...run, done }, ctx.now()), rows }
  }
  const after = placeOf(last)
  if (run.after && !isPast(after, run.after)) throw new ProviderChanged('rows come in another order than was asked for')
  return { rows, next: { ...cursor, run: { ...run, done, after } } }
}

export const placeOf = (row: Record<string, unknown>): Place => ({
  stamp: textOf(row, 'SystemModstamp').replace(/\+0000$/, 'Z'),
  id: textOf(row, 'Id'),
})

const isPast = (a: Place, b: Place): boolean =>
  Date.parse(a.stamp) > Date.parse(b.stamp) || (Date.parse(a.stamp) === Date.parse(b.stamp) && a.id > b.id)
