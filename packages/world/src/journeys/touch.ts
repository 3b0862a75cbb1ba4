import { exponential, type Rng } from '@throughline/stats'
import type { Appeals } from '../appeals.ts'
import type { Millis } from '../line-item.ts'
import { begins, effects, goesOn, type Way } from './way.ts'

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000]

/** One contact with a client's marketing. `seen` alone is something that nobody did anything about. */
export interface Touch {
  at: Millis
  way: Way
  type: 'sent' | 'opened' | 'clicked' | 'seen' | 'visit'
  /** Of the link, the email or the ad. */
  refcode?: string
  refcode2?: string
}

/** What a client reaches people with. */
export interface Reach {
  appeals: Appeals
  dayOf: (at: Millis) => string
  start: Millis
}

/** Draws one of weighted things; what is missing to 1 is nothing. */
export function drawn(rng: Rng, weighted: readonly [Way, number][]): Way | undefined {
  let left = rng.float()
  for (const [way, weight] of weighted) if ((left -= weight) < 0) return way
  return undefined
}

/** At most so many contacts before the one that somebody gave by. */
const most = 18

/**
 * The ways that reached somebody before `to`, oldest first, with their times. Most have one to three, a few many; they lie within four
 * weeks, now and then before.
 * @param mean of those beside the first
 */
export function drawWays(rng: Rng, to: Millis, reachable: (way: Way) => boolean, mean: number): [Way, Millis][] {
  if (rng.chance(0.13)) return []
  const count = Math.min(most, 1 + Math.floor(exponential(rng, mean)))
  let at = to
  const times = Array.from({ length: count }, () => {
    at -= Math.max(10 * minute, Math.floor(exponential(rng, 4.2) * day))
    return at
  }).reverse()
  return times.map((time, n): [Way, Millis] => {
    const way = drawn(rng, n === 0 ? begins : goesOn) ?? 'ads'
    return [reachable(way) ? way : 'ads', whole(time)]
  })
}

/** How likely these ways make somebody give, relative to nobody reaching them. */
export const pull = (reached: readonly Way[]): number =>
  1 + [...new Set(reached)].reduce((sum, way) => sum + effects[way], 0)

/** What is seen of one way at a time. Those who had an email mostly leave it there; of a text only a click is seen on the site. */
export function touchesOf(rng: Rng, way: Way, at: Millis, reach: Reach): Touch[] {
  switch (way) {
    case 'email':
      return emailTouches(rng, at, `em_${reach.dayOf(at).replaceAll('-', '')}_${rng.pick(['a', 'b', 'c'])}`, reach)
    case 'ads': {
      const { refcode } = rng.pick(reach.appeals.adsAt(at))
      return [{ at, way, type: rng.chance(0.3) ? 'seen' : 'visit', refcode }]
    }
    case 'sms': {
      const texts = reach.appeals.textsBefore(at)
      if (texts.length === 0) return touchesOf(rng, 'ads', at, reach)
      return [{ at, way, type: 'visit', refcode: rng.pick(texts).refcode }]
    }
    case 'search':
    case 'direct':
    case 'partner':
    case 'social':
    case 'web':
      return [{ at, way, type: 'visit' }]
  }
}

function emailTouches(rng: Rng, at: Millis, refcode: string, reach: Reach): Touch[] {
  const touch = (type: Touch['type'], when: Millis): Touch => ({ at: when, way: 'email', type, refcode })
  // It went out in the morning of its day.
  const sent = touch('sent', sentAt(at, reach))
  if (rng.chance(0.6)) return [sent]
  const opened = touch('opened', at)
  return rng.chance(0.55) ? [opened] : [opened, touch('clicked', at + second * (20 + rng.below(200)))]
}

/** When the email of a moment's day went out: nine in the morning there, or a little before that moment. */
function sentAt(at: Millis, { dayOf, start }: Reach): Millis {
  const today = dayOf(at)
  let from = at
  while (from > start && at - from < 6 * hour && dayOf(from - hour) === today) from -= hour
  return whole(Math.min(from, at - 5 * minute))
}

/** What somebody did right before they gave, by the codes of the gift. */
export function closingTouches(
  rng: Rng,
  { placedAt, refcode, refcode2 }: { placedAt: Millis; refcode: string | null; refcode2: string | null },
  uncoded: Way | undefined,
  reach: Reach,
): Touch[] {
  const at = whole(placedAt - minute * (2 + rng.below(12)))
  const visit = (way: Way): Touch => ({
    ...{ at, way, type: 'visit' },
    ...(refcode === null ? {} : { refcode }),
    ...(refcode2 === null ? {} : { refcode2 }),
  })
  const way = wayOf(refcode)
  // Some go to the form straight from the link: their gift alone tells of it.
  const wasSeen = rng.chance(way === 'sms' ? 0.5 : 0.85)
  const came: Touch[] = uncoded ? [{ at, way: uncoded, type: 'visit' }] : []
  if (way === undefined) return came
  // A button on the client's own site: before it they had come there somehow.
  if (way === 'web') return wasSeen ? came : []
  const seen = wasSeen ? [visit(way)] : []
  return way === 'email' ? [{ at: sentAt(at, reach), way, type: 'sent', refcode: refcode ?? '' }, ...seen] : seen
}

/** What a code of this world is of. */
export function wayOf(refcode: string | null): Way | undefined {
  if (refcode === null) return undefined
  if (refcode.startsWith('fb_')) return 'ads'
  if (refcode.startsWith('sms_')) return 'sms'
  return refcode.startsWith('em_') ? 'email' : 'web'
}

const whole = (at: Millis): Millis => Math.floor(at / second) * second
