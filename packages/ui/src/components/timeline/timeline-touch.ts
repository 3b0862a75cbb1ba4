import type { Component } from 'svelte'
import type { ChannelId } from '../channel/index.ts'

/** One touch as the timeline draws it. */
export interface TimelineTouch {
  id: string
  /** Epoch milliseconds. */
  at: number
  channel: ChannelId
  icon: Component
  tier: 'deterministic' | 'probable' | 'modelled' | 'none'
  /** Of the gift's net by the chosen model, 0–1. */
  share: number
  /** Outside the window it gets nothing. */
  counts: boolean
  label: string
  sub: string
  /** Everything that is known of it in one sentence. */
  title: string
  href: string
}
