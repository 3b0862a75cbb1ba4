import type { Client } from '../client.ts'
import { adIdsOf } from '../systems/meta.ts'
import { wayOf } from './touch.ts'
import type { Way } from './way.ts'

/** What is true of a gift, whatever anybody can find out. */
export interface GiftTruth {
  /** The link that was really followed; null where there was none. */
  followed: Followed | null
  /** Every way that reached the person in the four weeks before. */
  reachedBy: readonly Way[]
  /** What made the difference; null where they would have given anyway. */
  movedBy: Way | null
}

export interface Followed {
  way: Way
  refcode: string
  /** The record that carries the code, where an outside system has one. */
  record: { source: 'meta' | 'switchboard'; campaign: string; creative: string } | null
}

/** The campaign and creative behind a code of this world. */
export function followedOf(client: Client, refcode: string | null): Followed | null {
  const way = wayOf(refcode)
  if (refcode === null || way === undefined) return null
  if (way === 'ads') return { way, refcode, record: { source: 'meta', ...adIdsOf(client, refcode) } }
  if (way !== 'sms') return { way, refcode, record: null }
  // A broadcast is its own creative.
  const broadcast = refcode.replace(/^sms_/, 'bc_')
  return { way, refcode, record: { source: 'switchboard', campaign: broadcast, creative: broadcast } }
}
