/** What is known of the touches of many journeys, column by column; a journey is a stretch of them. */
export interface TouchColumns {
  /** Seconds from the touch to the conversion, ≥ 0; within a journey in time order, so never rising. */
  readonly secondsBefore: ArrayLike<number>
  /** Index into the list of channels (or of places) that the weigher was made for. */
  readonly channel: ArrayLike<number>
  /** Index into `touchTypes`; only custom rules read it. */
  readonly type: ArrayLike<number>
}

/**
 * The touches before one conversion, oldest first: `n` rows of the columns from `from` on. One record can be moved from journey to
 * journey, so that weighing millions allocates nothing.
 */
export interface Journey extends TouchColumns {
  from: number
  n: number
  /** Which touch (0 to n − 1) made the lead, the opportunity, the close; −1 where none did. */
  lead: number
  opportunity: number
  close: number
}

/** Which of a journey's touches brought it where; left out where none did or none is known. */
export interface Milestones {
  lead?: number
  opportunity?: number
  close?: number
}

/** Writes one weight per touch to `out[0 … n − 1]`, none below 0, together 1. Writes nothing where n is 0: that is the caller's `unattributed`. */
export type Weigh = (journey: Journey, out: Float64Array) => void

/** @example journeyOf({ secondsBefore: [86_400, 60], channel: [2, 0] }, { lead: 0 }) */
export const journeyOf = (
  touches: Pick<TouchColumns, 'secondsBefore' | 'channel'> & Partial<TouchColumns>,
  milestones: Milestones = {},
): Journey => {
  const n = touches.channel.length
  return {
    secondsBefore: touches.secondsBefore,
    channel: touches.channel,
    type: touches.type ?? new Uint8Array(n),
    from: 0,
    n,
    lead: milestones.lead ?? -1,
    opportunity: milestones.opportunity ?? -1,
    close: milestones.close ?? -1,
  }
}
