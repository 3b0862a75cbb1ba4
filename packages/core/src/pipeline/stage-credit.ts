import { giveCreditBy } from '../attribution/credit/credit-of-journey.ts'
import { creditChannels, type CreditChannel } from '../attribution/place.ts'
import type { AttributionSetting } from '../attribution/setting.ts'
import { msOf, type PipelineDeal } from './pipeline-deal.ts'

/** What channels are credited with of the deals that came into one stage. */
export interface StageCredit {
  stage: string
  /** Minor units; the channels and `unattributed` add up to it. */
  value: number
  unattributed: number
  channels: Partial<Record<CreditChannel, number>>
}

/**
 * Credit of deals at each stage, by the touches that were known when a deal first came there: each deal's amount is split to the
 * minor unit by the model, as if it had been decided at that moment. A deal without a touch by then credits nobody.
 */
export function stageCredit(
  deals: readonly PipelineDeal[],
  stages: readonly string[],
  setting: Pick<AttributionSetting, 'model' | 'window'>,
): StageCredit[] {
  const give = giveCreditBy(setting, (no) => creditChannels[no - 1] ?? null)
  return stages.map((stage) => {
    const sum: StageCredit = { stage, value: 0, unattributed: 0, channels: {} }
    for (const deal of deals) {
      const first = deal.stays.find((stay) => stay.stage === stage)
      if (!first || deal.amount === null) continue
      const decidedAt = msOf(first.from)
      const cells = give({
        decidedAt,
        customer: 'new',
        touches: deal.touches
          .filter(({ at }) => at <= decidedAt)
          .map(({ at, type, channel }) => ({
            at: Math.floor(at / 1000),
            type,
            tier: 'deterministic' as const,
            placeNo: creditChannels.indexOf(channel) + 1,
          })),
        parts: [{ day: '', kind: 'pipeline', currency: '', minor: deal.amount, before: 0 }],
        milestones:
          deal.madeAt > decidedAt ? null : { opportunity: new Date(deal.madeAt).toISOString(), won: first.from },
      })
      sum.value += deal.amount
      for (const { placeNo, minor } of cells) {
        if (minor === 0) continue
        const channel = creditChannels[placeNo - 1]
        if (channel) sum.channels[channel] = (sum.channels[channel] ?? 0) + minor
        else sum.unattributed += minor
      }
    }
    return sum
  })
}
