import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Journey, TouchColumns } from './journey.ts'
import type { Model } from './model.ts'
import { oneConversion, splitMinorInto } from './split-credit.ts'
import { weigherOf } from './weigh.ts'
import { windowSeconds, type Window } from './window.ts'

/** Many conversions with the touches before them, as typed arrays: nothing here is copied, so they may be shared between threads. */
export interface Conversions extends TouchColumns {
  /** Conversion j has the touches `offsets[j] … offsets[j + 1]`, oldest first. */
  offsets: Uint32Array
  /** 1 for a touch that was only seen or got, for which a window's view days are asked. */
  isView: Uint8Array
  /** Minor units, of either sign. */
  amounts: Float64Array
  /** The touches that made lead, opportunity and close, three for each conversion, −1 for none; left out where there are none. */
  milestones?: Int32Array
}

/** What a model credits each channel with; the entry after the last channel is `unattributed`. Both are exact sums of whole numbers. */
export interface Credited {
  /** Millionths of conversions. */
  counts: Float64Array
  minor: Float64Array
}

export interface BulkOptions {
  channels: readonly string[]
  models: readonly Model[]
  windows: readonly Window[]
  signal?: AbortSignal
  /** How much is done, 0–1. */
  onProgress?: (fraction: number) => void
}

/** Conversions between two looks at the signal: some tens of milliseconds. */
const slice = 5_000

/**
 * Credits channels by every model in every window, each conversion split to the unit as the ledger splits it. Looks at its signal every
 * few thousand conversions.
 * @returns by window, then by model, in the given order
 * @throws the signal's reason where it was aborted
 */
export async function creditInBulk(conversions: Conversions, options: BulkOptions): Promise<Credited[][]> {
  const { channels, models, windows, signal, onProgress } = options
  const weighers = models.map((model) => weigherOf(model, channels))
  const credited = windows.map(() => models.map(() => blank(channels.length + 1)))
  const total = conversions.offsets.length - 1
  const stretch = new Stretch(conversions)
  const weights = new Float64Array(stretch.longest)
  const parts = new Float64Array(stretch.longest)
  for (let from = 0; from < total; from += slice) {
    signal?.throwIfAborted()
    const end = Math.min(total, from + slice)
    windows.forEach((window, w) => {
      for (let j = from; j < end; j += 1) {
        const journey = stretch.journey(j, window)
        const amount = conversions.amounts[j] as number
        for (let m = 0; m < weighers.length; m += 1) {
          const sums = credited[w]?.[m] as Credited
          if (journey.n === 0) {
            add(sums.counts, channels.length, oneConversion)
            add(sums.minor, channels.length, amount)
            continue
          }
          weighers[m]?.(journey, weights)
          give(sums.counts, oneConversion, journey, weights, parts)
          give(sums.minor, amount, journey, weights, parts)
        }
      }
    })
    onProgress?.(end / total)
    await nextTurn()
  }
  return credited
}

const blank = (size: number): Credited => ({ counts: new Float64Array(size), minor: new Float64Array(size) })

function add(sums: Float64Array, at: number, amount: number): void {
  sums[at] = (sums[at] as number) + amount
}

function give(sums: Float64Array, amount: number, journey: Journey, weights: Float64Array, parts: Float64Array): void {
  const { n, from, channel } = journey
  splitMinorInto(amount, weights, n, parts)
  for (let i = 0; i < n; i += 1) add(sums, channel[from + i] as number, parts[i] as number)
}

/** One conversion's touches within a window, put where one journey record is moved along. */
class Stretch {
  readonly longest: number
  readonly #of: Conversions
  readonly #whole: Journey
  readonly #inside: Journey
  readonly #seconds: Float64Array
  readonly #channel: Uint32Array
  readonly #type: Uint8Array

  constructor(of: Conversions) {
    let longest = 0
    for (let j = 0; j + 1 < of.offsets.length; j += 1)
      longest = Math.max(longest, (of.offsets[j + 1] as number) - (of.offsets[j] as number))
    this.longest = longest
    this.#of = of
    this.#seconds = new Float64Array(longest)
    this.#channel = new Uint32Array(longest)
    this.#type = new Uint8Array(longest)
    const { secondsBefore, channel, type } = of
    this.#whole = { secondsBefore, channel, type, from: 0, n: 0, lead: -1, opportunity: -1, close: -1 }
    this.#inside = {
      ...this.#whole,
      secondsBefore: this.#seconds,
      channel: this.#channel,
      type: this.#type,
    }
  }

  journey(j: number, { clickDays, viewDays }: Window): Journey {
    const { offsets, secondsBefore, channel, type, isView, milestones } = this.#of
    const from = offsets[j] as number
    const end = offsets[j + 1] as number
    const lead = milestones?.[3 * j] ?? -1
    const opportunity = milestones?.[3 * j + 1] ?? -1
    const close = milestones?.[3 * j + 2] ?? -1
    if (clickDays === null && viewDays === null) {
      const whole = this.#whole
      whole.from = from
      whole.n = end - from
      whole.lead = lead
      whole.opportunity = opportunity
      whole.close = close
      return whole
    }
    const inside = this.#inside
    const clickSeconds = windowSeconds(clickDays)
    const viewSeconds = windowSeconds(viewDays)
    let n = 0
    inside.lead = inside.opportunity = inside.close = -1
    for (let i = from; i < end; i += 1) {
      const before = secondsBefore[i] as number
      if (before > (isView[i] === 1 ? viewSeconds : clickSeconds)) continue
      this.#seconds[n] = before
      this.#channel[n] = channel[i] as number
      this.#type[n] = type[i] as number
      if (i - from === lead) inside.lead = n
      if (i - from === opportunity) inside.opportunity = n
      if (i - from === close) inside.close = n
      n += 1
    }
    inside.n = n
    return inside
  }
}
