import type { Transitions } from './transitions.ts'
import type { DataDriven } from './model.ts'

/** What a fit found of one channel. */
export interface ChannelFit {
  /** Journeys that the channel is part of, converting or not, and those of them that converted. */
  journeys: number
  conversions: number
  /** The published measure: the channel's removal effect, or its Shapley value as a share of all. */
  effect: number
  /** What the channel is taken to add to a journey's chance to convert, and the standard error of that. */
  lift: number
  standardError: number
  /** How far `lift` is believed, from 0 to a half; the rest of the score is what a channel is worth by being present. */
  belief: number
  /** What journeys are shared by; 1 is what being present is worth. */
  score: number
  /** The chance to convert after a touch of this channel, by the chain; null where the model is no chain. */
  chanceAfter: number | null
}

/** A data-driven model fitted to journeys: plain data, never changed. */
export interface Fit {
  model: DataDriven
  /** How many touches the chain remembers; null where the model has no order. */
  order: number | null
  /** What it was fitted to, journeys without a touch left out. */
  journeys: number
  conversions: number
  channels: Record<string, ChannelFit>
  /** The score of a channel that those journeys never had. */
  unseen: number
  /** Where somebody goes from each channel; null where the model is no chain. */
  transitions: Transitions | null
  /** Whether the measurement clearly says more than that channels were present; where it does not, `why` says so in words. */
  sure: boolean
  why: string | null
}

/** A fit, or why there is none. */
export type Fitted = { ok: true; fit: Fit } | { ok: false; why: string }

/** The scores of these channels, in their order. */
export const scoresOf = (
  { channels, unseen }: Pick<Fit, 'channels' | 'unseen'>,
  names: readonly string[],
): Float64Array =>
  Float64Array.from(names, (name) => (Object.hasOwn(channels, name) ? (channels[name] as ChannelFit).score : unseen))
