import type { Journey } from './journey.ts'
import type { PackedTouch } from './pack-touches.ts'

/** A journey as it is stored: places by number. */
export interface StoredJourney extends Omit<Journey, 'touches' | 'cause'> {
  journeyNo: number
  /** The version of the setting that its credit was given by. */
  modelNo: number
  touches: PackedTouch[]
}
