import type { Day, Instant } from '@throughline/canonical'
import type { Actor } from '@throughline/db'
import type { ModelName } from '../attribution/models/index.ts'
import type { Velocity } from './deal-velocity.ts'
import type { RoiInput, RoiOutput } from './calculate-roi.ts'
import type { PipelineRoi } from './pipeline-roi.ts'
import type { StageCredit } from './stage-credit.ts'
import type { StagePair, StageProgress } from './stage-progress.ts'
import type { TouchedPipeline } from './touched-pipeline.ts'

/** Deals made in a range of days, in one pipeline for what is told by stage. Money in minor units of the client's currency. */
export interface PipelineView {
  batch: number
  recordedAt: Instant | null
  currency: string
  /** By which model and window stages' credit is given: the client's own. */
  model: ModelName
  pipelines: { key: string; name: string; source: string }[]
  /** The one shown; null before there is a deal. */
  pipeline: string | null
  stages: (StageProgress & { credit: StageCredit })[]
  /** Every two stages of it, the second later than the first. */
  pairs: StagePair[]
  /** Of all pipelines together. */
  touched: TouchedPipeline
  velocity: Velocity
  sources: (Velocity & { leadSource: string | null })[]
  roi: PipelineRoi
  otherCurrency: number
  /** There are more deals than are looked at: the newest are. */
  cut: boolean
}

/** What marketing has to do with a client's deals. Every method asks the actor's role; another tenant is NotFound. */
export interface Pipelines {
  view(
    actor: Actor,
    tenantId: string,
    input: { from: Day; to: Day; pipeline?: string | undefined },
  ): Promise<PipelineView>
  /** @throws Invalid naming an input that cannot be */
  roi(actor: Actor, tenantId: string, input: RoiInput): Promise<RoiOutput>
}
