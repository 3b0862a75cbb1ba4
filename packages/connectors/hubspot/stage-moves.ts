import { z } from 'zod'
import type { ById, Sent } from './by-id.ts'
import type { Portal } from './portal.ts'
import { Id, millisOf, Moment } from './values.ts'

/** One version of a deal's stage: a row of its own, because HubSpot keeps only the newest twenty or so of them. */
export const StageMoveRow = z.looseObject({
  portalId: z.string().min(1),
  dealId: Id,
  stage: z.string().min(1),
  /** The pipeline it was in then. */
  pipeline: z.string().min(1).optional(),
  at: Moment,
  archived: z.boolean().default(false),
})
export type StageMoveRow = z.infer<typeof StageMoveRow>

const Version = z.looseObject({ value: z.string().nullish(), timestamp: z.string() })
const History = z.looseObject({
  dealstage: z.array(z.unknown()).default([]),
  pipeline: z.array(z.unknown()).default([]),
})

/** Stage and pipeline are set by one write and may be stamped a moment apart. */
const togetherMs = 1_000

/** The stages that these deals went through; those of archived deals are taken back. */
export const stageMovesOf = (portal: Portal, { live, archived }: Pick<ById, 'live' | 'archived'>): unknown[] => [
  ...live.flatMap((deal) => movesOf(portal, deal, false)),
  ...archived.flatMap((deal) => movesOf(portal, deal, true)),
]

function movesOf(portal: Portal, deal: Sent, archived: boolean): unknown[] {
  const history = History.safeParse(deal.propertiesWithHistory ?? {}).data
  const pipelines = (history?.pipeline ?? []).flatMap((version) => Version.safeParse(version).data ?? [])
  return (history?.dealstage ?? []).flatMap((version): unknown[] => {
    const move = Version.safeParse(version).data
    if (!move) return [{ ...portal, dealId: deal.id, at: null, version }]
    if (!move.value) return []
    const { value: stage, timestamp: at, ...told } = move
    const pipeline = pipelineAt(pipelines, at)
    const where = { dealId: deal.id, stage, ...(pipeline ? { pipeline } : {}), at }
    return [{ ...portal, ...where, ...(archived ? { archived } : {}), ...told }]
  })
}

/** The pipeline's version in force at that time, whatever order they come in. */
function pipelineAt(versions: readonly z.infer<typeof Version>[], at: string): string | undefined {
  const moment = millisOf(at) ?? 0
  let best: { millis: number; value: string | undefined } | undefined
  for (const { value, timestamp } of versions) {
    const millis = millisOf(timestamp)
    if (millis === undefined || millis > moment + togetherMs) continue
    if (!best || millis > best.millis) best = { millis, value: value ?? undefined }
  }
  return best?.value
}

export const stageMoveKey = ({ portalId, dealId, at, stage }: StageMoveRow): string =>
  `${portalId}:${dealId}:${Date.parse(at)}:${stage}`
