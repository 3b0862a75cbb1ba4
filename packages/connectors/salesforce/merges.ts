import type { CanonicalRecord } from '@throughline/canonical'
import type { Ctx } from '@throughline/connector-kit'
import { z } from 'zod'
import type { Cursor } from './cursor.ts'
import { keyOf, toId18 } from './ids.ts'
import { objects } from './objects.ts'
import { everyRow, type SObject } from './query.ts'
import { readObject, type Page } from './read-object.ts'
import type { Config } from './schema.ts'
import { all, idsAtOnce, oneOf, pieces } from './soql.ts'

/** A contact that was merged into another: deleted, and naming who has what was its. */
export const MergeRow = z.looseObject({
  orgId: z.string().min(1),
  Id: z.string().min(15),
  MasterRecordId: z.string().min(15),
  SystemModstamp: z.iso.datetime({ precision: 3 }),
  /** All that the recycle bin still knows to be merged into that one. */
  absorbedIds: z.array(z.string()),
})
export type MergeRow = z.infer<typeof MergeRow>

export const mapMerge = (row: MergeRow): CanonicalRecord[] => [
  {
    kind: 'crm_contact',
    key: keyOf(row, row.MasterRecordId),
    happenedAt: row.SystemModstamp,
    absorbed: row.absorbedIds.map((id) => keyOf(row, id)),
  },
]

/** Contacts, and alongside which of them were merged into others. */
export async function* readContacts(ctx: Ctx<Config>, from: Cursor): AsyncGenerator<Page> {
  for await (const page of readObject(objects.contacts)(ctx, from)) {
    const merged = (page.rows as SObject[]).filter(({ MasterRecordId }) => typeof MasterRecordId === 'string')
    yield merged.length === 0 ? page : { ...page, also: { merged_contacts: await withSiblings(ctx, merged) } }
  }
}

async function withSiblings(ctx: Ctx<Config>, merged: readonly SObject[]): Promise<SObject[]> {
  const winners = [...new Set(merged.map(({ MasterRecordId }) => String(MasterRecordId)))]
  const absorbed = new Map<string, string[]>()
  for (const some of pieces(winners, idsAtOnce)) {
    const where = all('IsDeleted = true', oneOf('MasterRecordId', some))
    const rows = await everyRow(ctx, { select: ['Id', 'MasterRecordId'], from: 'Contact', where, all: true })
    for (const { Id, MasterRecordId } of rows) {
      const winner = toId18(String(MasterRecordId))
      absorbed.set(winner, [...(absorbed.get(winner) ?? []), toId18(String(Id))])
    }
  }
  return merged.map((row) => ({ ...row, absorbedIds: absorbed.get(String(row.MasterRecordId)) ?? [row.Id] }))
}
