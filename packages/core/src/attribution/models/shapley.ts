import type { Weigh } from './journey.ts'
import { byChannel } from './by-channel.ts'

/**
 * The published path form (Zhao et al. 2018): where a coalition of channels is worth the conversions of the paths that lie within it,
 * every channel of a path has the same Shapley value of it, 1 / (number of its channels), however often it occurs. A channel's share is
 * spread evenly over its touches.
 */
export const shapley = (channels: number): Weigh => byChannel(new Float64Array(channels).fill(1))
