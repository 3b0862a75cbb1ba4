import type { MovementKind } from '@throughline/canonical'
import { creditChannels, type CreditChannel } from '../place.ts'
import { isView, touchCode } from '../journeys/touch.ts'
import type { StoredJourney } from '../journeys/stored-journey.ts'
import { oneConversion, splitMinor, weigherOf, windowSeconds, type Weigh } from '../models/index.ts'
import type { AttributionSetting } from '../setting.ts'
import type { CreditCell } from './credit-cell.ts'

/** Gives credit for one journey's money. */
export type GiveCredit = (
  journey: Pick<StoredJourney, 'decidedAt' | 'customer' | 'touches' | 'parts' | 'milestones'>,
) => CreditCell[]

/**
 * Gives credit by a model and a window. Each kind of money is split by itself with largest remainder, ties to the earlier touch;
 * parts of one kind are split by what they come to together, so that refunds bit by bit take back exactly what the gift gave. What has
 * no touch within the window is credited to nowhere: place 0.
 */
export function giveCreditBy(
  { model, window }: Pick<AttributionSetting, 'model' | 'window'>,
  channelOf: (placeNo: number) => CreditChannel | null,
): GiveCredit {
  const weigh: Weigh = weigherOf(model, creditChannels)
  const [clickSeconds, viewSeconds] = [windowSeconds(window.clickDays), windowSeconds(window.viewDays)]
  return ({ decidedAt, customer, touches, parts, milestones }) => {
    const decided = Math.floor(decidedAt / 1000)
    const led = touches.filter(({ at, type }) => {
      const before = decided - at
      return before >= 0 && before <= (isView(type) ? viewSeconds : clickSeconds)
    })
    const weights = new Float64Array(led.length)
    const ledTo = (milestone: string | undefined) =>
      milestone === undefined ? -1 : lastBy(led, Math.floor(Date.parse(milestone) / 1000))
    weigh(
      {
        secondsBefore: led.map(({ at }) => decided - at),
        channel: led.map(({ placeNo }) => creditChannels.indexOf(channelOf(placeNo) ?? 'other')),
        type: led.map(({ type }) => touchCode(type)),
        from: 0,
        n: led.length,
        lead: ledTo(milestones?.lead),
        opportunity: ledTo(milestones?.opportunity),
        close: ledTo(milestones?.won),
      },
      weights,
    )
    const micro = splitMinor(oneConversion, weights)
    return parts.flatMap(({ day, kind, currency, minor, before }) => {
      const shared = { day, kind, currency, customer }
      const whole = countsAs(kind) ? oneConversion : 0
      if (led.length === 0) return [{ ...shared, placeNo: 0, tier: 'none' as const, minor, micro: whole }]
      const until = splitMinor(before + minor, weights)
      const from = splitMinor(before, weights)
      return led.map(({ placeNo, tier }, i) => ({
        ...shared,
        placeNo,
        tier,
        minor: (until[i] ?? 0) - (from[i] ?? 0),
        micro: whole === 0 ? 0 : (micro[i] ?? 0),
      }))
    })
  }
}

/** Money that is a conversion itself: a gift's gross, a won deal's amount. */
const countsAs = (kind: MovementKind): boolean => kind === 'gross' || kind === 'won'

/** The last touch up to a moment, which is said to have brought it about; −1 where none came before. */
const lastBy = (touches: readonly { at: number }[], moment: number): number =>
  touches.findLastIndex(({ at }) => at <= moment)
