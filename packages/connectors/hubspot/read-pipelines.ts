import type { Ctx, ReadPage } from '@throughline/connector-kit'
import { z } from 'zod'
import { listPage } from './listing.ts'
import { paths } from './paths.ts'
import { portalOf } from './portal.ts'
import type { Config } from './schema.ts'

const KnownStage = z.looseObject({ id: z.string() })
const Known = z.looseObject({ id: z.string(), objectType: z.string(), stages: z.array(KnownStage) })
type Known = z.infer<typeof Known>

/** What pipelines looked like when last read: HubSpot forgets deleted ones and their stages, deals and histories do not. */
export const PipelineCursor = z.object({ known: z.array(Known).default([]) })
export type PipelineCursor = z.infer<typeof PipelineCursor>

/** Few and not paged: all of them at once, with the stages that they once had marked as archived. */
export async function* readPipelines(ctx: Ctx<Config>, from: PipelineCursor): AsyncGenerator<ReadPage<PipelineCursor>> {
  const portal = await portalOf(ctx)
  const kinds = ['deals', ...(ctx.config.leads === 'object' ? ['leads'] : [])]
  const rows: unknown[] = []
  const known: Known[] = []
  for (const objectType of kinds) {
    const { results } = await listPage(ctx, paths.pipelines(objectType), {})
    for (const result of results) {
      const pipeline = Known.safeParse({ ...(result as object), objectType }).data
      const before = from.known.find((each) => pipeline && isSame(each, pipeline))
      const row = pipeline ? { ...pipeline, stages: withGone(pipeline.stages, before?.stages ?? []) } : undefined
      rows.push({ ...portal, ...(row ?? { ...(result as object), objectType }) })
      if (row) known.push(row)
    }
  }
  const gone = from.known
    .filter((each) => !known.some((pipeline) => isSame(each, pipeline)))
    .map((pipeline) => ({ ...pipeline, archived: true }))
  yield {
    rows: [...rows, ...gone.map((pipeline) => ({ ...portal, ...pipeline }))],
    next: { known },
    last: true,
  }
}

const isSame = (a: Known, b: Known): boolean => a.id === b.id && a.objectType === b.objectType

/** Stages as they are, then those that are there no more. */
const withGone = (stages: Known['stages'], before: Known['stages']): Known['stages'] => [
  ...stages,
  ...before.filter(({ id }) => stages.every((stage) => stage.id !== id)).map((stage) => ({ ...stage, archived: true })),
]
