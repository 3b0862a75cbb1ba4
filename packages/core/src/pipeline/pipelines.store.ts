import type { Pipeline } from '@throughline/canonical'
import { sql, type Inside } from '@throughline/db'
import type { PipelineDeal } from './pipeline-deal.ts'
import type { Stage } from './stage-progress.ts'

/** One pipeline of a CRM with its stages in order. `key` names it among all CRMs of a client. */
export interface PipelineStages {
  key: string
  source: string
  pipeline: string | null
  name: string
  stages: Stage[]
}

/** Names a pipeline among all CRMs of a client. */
export const pipelineName = (source: string, pipeline: string | null): string => `${source}|${pipeline ?? ''}`

/**
 * Pipelines that deals are in, those of most deals first. Stages that deals were in and the CRM names no longer come last, by their
 * keys; deals of a pipeline of which it says nothing have a pipeline of such stages alone.
 */
export async function readPipelines(
  { db }: Pick<Inside, 'db'>,
  deals: readonly PipelineDeal[],
): Promise<PipelineStages[]> {
  const rows = await db.execute<{ source: string; source_key: string; value: Pipeline }>(sql`
    select f.source, f.source_key, f.value from fact f where f.kind = 'pipeline' and not f.withdrawn and not exists (
      select 1 from fact newer where newer.kind = 'pipeline' and newer.source = f.source and newer.source_key = f.source_key
        and newer.version > f.version offset 0)`)
  const known = new Map(rows.map((row) => [pipelineName(row.source, row.source_key), row.value]))
  const groups = [...Map.groupBy(deals, ({ source, pipeline }) => pipelineName(source, pipeline))]
  return groups
    .sort(([a, of], [b, other]) => other.length - of.length || (a < b ? -1 : 1))
    .flatMap(([key, of]): PipelineStages[] => {
      const [first] = of
      if (!first) return []
      const said = known.get(key)
      const stages = (said?.stages ?? [])
        .toSorted((a, b) => a.order - b.order)
        .map(({ key, name, state }): Stage => ({ key, name, state: state ?? 'open' }))
      const named = new Set(stages.map((stage) => stage.key))
      const unnamed = new Set(
        of.flatMap(({ stays }) => stays.map(({ stage }) => stage)).filter((stage) => !named.has(stage)),
      )
      const others = [...unnamed].sort().map((stage): Stage => ({ key: stage, name: stage, state: 'open' }))
      const { source, pipeline } = first
      return [{ key, source, pipeline, name: said?.name ?? pipeline ?? source, stages: [...stages, ...others] }]
    })
}
