import { Invalid } from '@throughline/canonical'
import { byChannel } from './by-channel.ts'
import { custom } from './custom.ts'
import { firstTouch } from './first-touch.ts'
import { scoresOf } from './fit.ts'
import { fullPath } from './full-path.ts'
import { inverseJ } from './inverse-j.ts'
import { jShaped } from './j-shaped.ts'
import type { Journey, Weigh } from './journey.ts'
import { directChannels, lastNonDirect } from './last-non-direct.ts'
import { lastTouch } from './last-touch.ts'
import { linear } from './linear.ts'
import { parseModelName, type Model, type ModelName, type ModelOf } from './model.ts'
import { positionBased } from './position-based.ts'
import { shapley } from './shapley.ts'
import { timeDecay } from './time-decay.ts'
import { wShaped } from './w-shaped.ts'

const makers: { [Name in ModelName]: (model: ModelOf<Name>, channels: readonly string[]) => Weigh } = {
  first_touch: () => firstTouch,
  last_touch: () => lastTouch,
  last_non_direct: (_, channels) => lastNonDirect(directChannels(channels)),
  linear: () => linear,
  time_decay: (model) => timeDecay(halfLife(model)),
  position_based: () => positionBased,
  w_shaped: () => wShaped,
  full_path: () => fullPath,
  j_shaped: () => jShaped,
  inverse_j: () => inverseJ,
  markov: ({ fit }, channels) => byChannel(scoresOf(fit, channels)),
  shapley: (_, channels) => shapley(channels.length),
  shapley_rate: ({ fit }, channels) => byChannel(scoresOf(fit, channels)),
  custom: ({ rules }, channels) => custom(rules, channels),
}

/**
 * Makes what weighs journeys by a model, for columns whose channel numbers are indices into `channels`. Make it once and use it for
 * millions; it is not for two journeys at the same time.
 * @throws Invalid for a model that there is not, or one that cannot be
 */
export function weigherOf(model: Model, channels: readonly string[]): Weigh {
  const make = makers[parseModelName(model.name)] as (model: Model, channels: readonly string[]) => Weigh
  return make(model, channels)
}

/**
 * The weights of one journey's touches by a model: as many as touches, none below 0, together 1; none for a journey without touches.
 * @example weigh({ name: 'linear' }, journeyOf({ secondsBefore: [90, 60], channel: [0, 1] }), ['sms', 'email']) // [0.5, 0.5]
 */
export function weigh(model: Model, journey: Journey, channels: readonly string[]): Float64Array {
  const out = new Float64Array(journey.n)
  weigherOf(model, channels)(journey, out)
  return out
}

function halfLife({ halfLifeDays = 7 }: ModelOf<'time_decay'>): number {
  if (Number.isFinite(halfLifeDays) && halfLifeDays > 0) return halfLifeDays
  throw new Invalid(`A half-life of ${halfLifeDays} days is none: it must be above 0.`)
}
