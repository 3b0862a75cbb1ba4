import type { DataDriven } from './model.ts'

/** What a fit found of one channel. */
export interface ChannelFit {
  /** Journeys that the channel is part of, converting or not, and those of them that converted. */
  journeys: number
  conversions: number
  /** As measured: a removal effect, or a share of the Shapley value; 0–1. */
  effect: number
  /** The standard error of `effect`. */
  standardError: number
  /** How far the measurement is believed, 0–1; the rest is what a channel is worth by being present. */
  belief: number
  /** What journeys are shared by, after shrinking; 1 is what being present is worth. */
  score: number
}

/** A data-driven model fitted to journeys: plain data, never changed. */
export interface Fit {
  model: DataDriven
  /** How many touches the chain remembers; null where the model has no order. */
  order: number | null
  /** What it was fitted to. */
  journeys: number
  conversions: number
  channels: Record<string, ChannelFit>
  /** The score of a channel that the journeys never had. */
  unseen: number
  /** Whether it is clear that the measurement says more than being present does; where not, `why` says why in words. */
  sure: boolean
  why: string | null
}

/** The scores of these channels, in their order. */
export const scoresOf = ({ channels, unseen }: Fit, names: readonly string[]): Float64Array =>
  Float64Array.from(names, (name) => (Object.hasOwn(channels, name) ? (channels[name] as ChannelFit).score : unseen))
