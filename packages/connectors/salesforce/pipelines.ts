import type { CanonicalRecord } from '@throughline/canonical'
import type { Ctx, ReadPage, Total } from '@throughline/connector-kit'
import { z } from 'zod'
import { beginning } from './cursor.ts'
import { Stage, stagesOf, stateOf } from './deal-rows.ts'
import { refusedFor } from './errors.ts'
import { keyOf, toId18 } from './ids.ts'
import { fromRest, type Field } from './normal-form.ts'
import { orgOf } from './org.ts'
import { paths } from './paths.ts'
import { count, everyRow, type SObject } from './query.ts'
import type { Config } from './schema.ts'

/** Deals without a record type of their own are of this one; every org has it, under the same id. */
export const masterRecordType = '012000000000000AAA'
const fields: Field[] = [
  { name: 'Id', kind: 'id' },
  { name: 'Name', kind: 'text' },
  { name: 'IsActive', kind: 'flag' },
  { name: 'CreatedDate', kind: 'moment' },
]
const ofDeals = "SobjectType = 'Opportunity'"

const Layouts = z.looseObject({
  recordTypeMappings: z
    .array(
      z.looseObject({
        recordTypeId: z.string(),
        picklistsForRecordType: z
          .array(
            z.looseObject({
              picklistName: z.string(),
              picklistValues: z
                .array(z.looseObject({ value: z.string(), active: z.boolean().default(true) }))
                .nullish(),
            }),
          )
          .nullish(),
      }),
    )
    .default([]),
})

/** A pipeline as it is kept: a record type of deals with its stages. Salesforce itself has no such object. */
export const PipelineRow = z.looseObject({
  orgId: z.string().min(1),
  Id: z.string().min(15),
  Name: z.string().min(1),
  CreatedDate: z.iso.datetime({ precision: 3 }).optional(),
  stages: z.array(Stage),
})
export type PipelineRow = z.infer<typeof PipelineRow>

export const PipelineCursor = z.object({})

/** All of them each time: there are few, and which stages they have bears no stamp. */
export async function* readPipelines(ctx: Ctx<Config>): AsyncGenerator<ReadPage<z.infer<typeof PipelineCursor>>> {
  const org = await orgOf(ctx)
  const [types, stages, names] = [await recordTypes(ctx), await stagesOf(ctx), await stageNames(ctx)]
  const master: SObject = { Id: masterRecordType, Name: 'Opportunities', IsActive: true }
  const rows = [master, ...types].map((type) => {
    const own = names.get(String(type.Id))
    return { ...fromRest(org, fields, type), stages: own ? stages.filter((stage) => own.has(nameOf(stage))) : stages }
  })
  yield { rows, next: {}, last: true }
}

async function recordTypes(ctx: Ctx<Config>): Promise<SObject[]> {
  try {
    const select = fields.map(({ name }) => name)
    return await everyRow(ctx, { select, from: 'RecordType', where: ofDeals })
  } catch (error) {
    if (refusedFor(error, 'INVALID_TYPE', 'INVALID_FIELD')) return []
    throw error
  }
}

/** Which stages a record type offers is only in the description of its page layout. */
async function stageNames(ctx: Ctx<Config>): Promise<Map<string, Set<string>>> {
  const answer = await ctx.http.get(paths.layouts('Opportunity'), { bucket: 'api', accept: [400, 403, 404] })
  if (answer.status !== 200) return new Map()
  const { recordTypeMappings } = answer.json(Layouts)
  return new Map(
    recordTypeMappings.flatMap(({ recordTypeId, picklistsForRecordType }) => {
      const values = picklistsForRecordType?.find(({ picklistName }) => picklistName === 'StageName')?.picklistValues
      return values?.length ? [[toId18(recordTypeId), new Set(values.map(({ value }) => value))] as const] : []
    }),
  )
}

const nameOf = (stage: unknown): string => Stage.safeParse(stage).data?.MasterLabel ?? ''

export async function pipelineTotals(ctx: Ctx<Config>): Promise<Total[]> {
  try {
    return [{ count: 1 + (await count(ctx, 'RecordType', ofDeals)).count }]
  } catch (error) {
    if (refusedFor(error, 'INVALID_TYPE', 'INVALID_FIELD')) return [{ count: 1 }]
    throw error
  }
}

export function mapPipeline(row: PipelineRow): CanonicalRecord[] {
  const stages = row.stages.map((stage, index) => ({
    key: stage.MasterLabel,
    name: stage.MasterLabel,
    order: Math.trunc(stage.SortOrder ?? index),
    ...(typeof stage.DefaultProbability !== 'number'
      ? {}
      : { probability: Math.min(1, Math.max(0, stage.DefaultProbability / 100)) }),
    state: stateOf(stage),
  }))
  return [
    { kind: 'pipeline', key: keyOf(row, row.Id), happenedAt: row.CreatedDate ?? beginning, name: row.Name, stages },
  ]
}
