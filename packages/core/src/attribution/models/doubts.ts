import { byChannel } from './by-channel.ts'
import { creditBy } from './credit-by.ts'
import { lastTouch } from './last-touch.ts'
import { sumOf, type Paths } from './paths.ts'

/** A share of all credit. Where the fit moves less of it than this, last touch may as well be nearer the truth. */
const worthMoving = 0.1

/** Where more journeys than this convert, who converts early is touched so much less that channels look weaker than they are. */
const mostConverting = 0.3

/** Why it is not clear that these scores are nearer the truth than simpler models; null where nothing speaks against it. */
export function doubts(paths: Paths, scores: Float64Array, differ: boolean): string | null {
  if (!differ) return 'Channels differ by no more than chance makes them differ: journeys are shared nearly evenly.'
  const conversions = sumOf(paths.conversions)
  const rate = conversions / (conversions + sumOf(paths.nulls))
  if (rate > mostConverting)
    return `${Math.round(rate * 100)} % of the journeys converted: whoever converts early is touched less, which hides what touches do.`
  const moved = movedFromLastTouch(paths, scores)
  if (moved < worthMoving)
    return `It moves ${(moved * 100).toFixed(1)} % of the credit that last touch gives: too little to say which of the two is nearer the truth.`
  return null
}

/** The share of all conversions that these scores credit to another channel than last touch does. */
function movedFromLastTouch(paths: Paths, scores: Float64Array): number {
  const { conversions: fitted } = creditBy(byChannel(scores), paths)
  const { conversions: last } = creditBy(lastTouch, paths)
  const total = sumOf(last)
  return total === 0 ? 0 : sumOf(fitted.map((credit, c) => Math.abs(credit - (last[c] as number)))) / 2 / total
}
