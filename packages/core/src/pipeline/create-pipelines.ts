import type { Actor, Door, Inside } from '@throughline/db'
import type { KnownReaders } from '../attribution/readers.store.ts'
import { readSettings } from '../attribution/setting.store.ts'
import { batchAt, daySums, dayBounds, type BatchMoment } from '../ledger/index.ts'
import { checkRange, type DayRange } from '../metrics/compared-range.ts'
import { tenantFrame } from '../metrics/tenant.store.ts'
import { requireMay } from '../tenants/may.ts'
import { calculateRoi } from './calculate-roi.ts'
import { dealVelocity, velocityBySource } from './deal-velocity.ts'
import { pipelineDeals } from './pipeline-deals.ts'
import { pipelineRoi } from './pipeline-roi.ts'
import { pipelineName, readPipelines } from './pipelines.store.ts'
import type { Pipelines, PipelineView } from './pipeline.ts'
import { stageCredit } from './stage-credit.ts'
import { stagePair, stageProgress } from './stage-progress.ts'
import { touchedPipeline } from './touched-pipeline.ts'

/** So many deals are looked at, the newest. */
const most = 5_000

/** What pages of the pipeline ask. */
export function createPipelines({ door, now }: { door: Pick<Door, 'withTenant'>; now: () => Date }): Pipelines {
  const known: KnownReaders = new Map()
  const inside = <T>(actor: Actor, tenantId: string, fn: (it: Inside) => Promise<T>) =>
    door.withTenant(actor, tenantId, async (it) => {
      requireMay(it.role, 'overview.read')
      return fn(it)
    })
  return {
    view: (actor, tenantId, input) =>
      inside(actor, tenantId, (it) => pipelineView(it, input, { now: now().getTime(), known })),
    roi: (actor, tenantId, input) => inside(actor, tenantId, () => Promise.resolve(calculateRoi(input))),
  }
}

async function pipelineView(
  inside: Inside,
  { from, to, pipeline: asked }: DayRange & { pipeline?: string | undefined },
  { now, known }: { now: number; known: KnownReaders },
): Promise<PipelineView> {
  checkRange({ from, to })
  const [{ currency, timeZone }, { current: setting }, moment] = [
    await tenantFrame(inside),
    await readSettings(inside),
    await batchAt(inside),
  ]
  const range = { from: iso(dayBounds(from, timeZone).start), to: iso(dayBounds(to, timeZone).end) }
  const { deals, ...more } = await pipelineDeals(inside, { ...range, most, batch: moment.batch, currency }, known)
  const pipelines = await readPipelines(inside, deals)
  const shown = pipelines.find(({ key }) => key === asked) ?? pipelines[0]
  const of = deals.filter(({ source, pipeline }) => pipelineName(source, pipeline) === shown?.key)
  const stages = shown?.stages ?? []
  const credit = stageCredit(
    of,
    stages.map(({ key }) => key),
    setting,
  )
  const none = { value: 0, unattributed: 0, channels: {} }
  return {
    batch: moment.batch,
    recordedAt: moment.recordedAt,
    currency,
    model: setting.model.name,
    pipelines: pipelines.map(({ key, name, source }) => ({ key, name, source })),
    pipeline: shown?.key ?? null,
    stages: stageProgress(of, stages, now).map((stage, i) => ({
      ...stage,
      credit: credit[i] ?? { stage: stage.key, ...none },
    })),
    pairs: stages.flatMap((one, i) => stages.slice(i + 1).map((other) => stagePair(of, one.key, other.key))),
    touched: touchedPipeline(deals, now),
    velocity: dealVelocity(deals, now),
    sources: velocityBySource(deals, now),
    roi: pipelineRoi(deals, await spendOf(inside, { from, to }, moment, currency)),
    ...more,
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()

async function spendOf(inside: Inside, range: DayRange, { batch }: BatchMoment, currency: string): Promise<number> {
  const sums = await daySums(inside, { ...range, batch, kinds: ['spend'] })
  return sums.reduce((sum, each) => (each.currency === currency ? sum + each.minor : sum), 0)
}
