export type { Damage } from './damage.ts'
export { makeMatchingWorld, type LabelledGift, type MatchingWorld } from './matching-world.ts'
