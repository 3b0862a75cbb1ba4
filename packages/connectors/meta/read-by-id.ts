import type { Account } from '@throughline/connector-kit'
import { z } from 'zod'
import { accountsOf } from './accounts.ts'
import { get, type MetaCtx } from './graph.ts'
import { graphErrorOf, isForbidden, isGone, isTooMuch } from './graph-error.ts'
import { unknownStatus } from './map-object.ts'
import { linkFields, type ObjectKind } from './object-kinds.ts'

/** Meta takes at most so many ids in one request. */
export const idsAtOnce = 50

type Row = Record<string, unknown>
const ById = z.record(z.string(), z.looseObject({ id: z.coerce.string() }))
const One = z.looseObject({ id: z.coerce.string() })

/**
 * Objects by their own ids, deleted ones included; undefined = Meta says that there is no such object, missing = it may not be seen.
 * One that is gone fails the whole request, so then they are asked for in ever smaller parts.
 */
async function byId(ctx: MetaCtx, ids: readonly string[], fields: string): Promise<Map<string, Row | undefined>> {
  const found = new Map<string, Row | undefined>()
  const [only, ...others] = ids
  if (only === undefined) return found
  try {
    if (others.length === 0) {
      found.set(only, (await get(ctx, only, { bucket: 'objects', query: { fields } })).json(One))
      return found
    }
    const answer = await get(ctx, '', { bucket: 'objects', query: { ids: ids.join(','), fields } })
    for (const [id, row] of Object.entries(answer.json(ById))) found.set(id, row)
    return found
  } catch (error) {
    const said = graphErrorOf(error)
    if (!said || !(isGone(said) || isForbidden(said) || isTooMuch(said))) throw error
    if (others.length === 0) return isGone(said) ? found.set(only, undefined) : found
    const half = Math.ceil(ids.length / 2)
    for (const part of [ids.slice(0, half), ids.slice(half)])
      for (const [id, row] of await byId(ctx, part, fields)) found.set(id, row)
    return found
  }
}

/** Rows of these objects as they are now. One that Meta does not know is a row that says so. */
export async function readByIds(
  ctx: MetaCtx,
  kind: ObjectKind,
  ids: readonly string[],
  accounts: readonly Account[],
): Promise<Row[]> {
  const rows: Row[] = []
  for (let at = 0; at < ids.length; at += idsAtOnce) {
    const part = ids.slice(at, at + idsAtOnce)
    const found = await byId(ctx, part, kind.fields)
    for (const id of part) {
      if (!found.has(id)) continue
      const row: Row = found.get(id) ?? { id, account_id: accounts[0]?.id, effective_status: unknownStatus }
      const account = accounts.find((each) => each.id === String(row.account_id)) ?? accounts[0]
      rows.push({ ...row, account_currency: account?.currency, listed: false })
    }
  }
  return kind.edge === 'ads' ? withLinks(ctx, rows) : rows
}

/** For webhooks that only name an object. */
export async function fetchNamedObjects(ctx: MetaCtx, kind: ObjectKind, ids: readonly string[]): Promise<Row[]> {
  const rows = await readByIds(ctx, kind, ids, await accountsOf(ctx))
  return rows.map((row) => ({ ...row, listed: !['DELETED', unknownStatus].includes(String(row.effective_status)) }))
}

const AdWithCreative = z.looseObject({ creative: z.looseObject({ id: z.coerce.string() }) })

/**
 * Ads with the link-bearing parts of their creatives. Asking for those inside the list of ads multiplies its cost; by id, each is
 * asked for once a page.
 */
export async function withLinks<R extends Row>(ctx: MetaCtx, rows: readonly R[]): Promise<R[]> {
  const creativeOf = (row: R) => AdWithCreative.safeParse(row).data?.creative.id
  const ids = [...new Set(rows.flatMap((row) => creativeOf(row) ?? []))]
  const creatives = new Map<string, Row>()
  for (let at = 0; at < ids.length; at += idsAtOnce)
    for (const [id, creative] of await byId(ctx, ids.slice(at, at + idsAtOnce), linkFields))
      if (creative) creatives.set(id, creative)
  return rows.map((row) => {
    const creative = creatives.get(creativeOf(row) ?? '')
    return creative ? { ...row, creative } : row
  })
}
