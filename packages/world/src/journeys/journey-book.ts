import { createRng, poisson, type Rng } from '@throughline/stats'
import type { Order } from '../gift.ts'
import { hourMillis } from '../intensity.ts'
import type { Millis } from '../line-item.ts'
import { firstNames, lastNames } from '../names.ts'
import { dialled } from '../numbers.ts'
import type { ClientWorld } from '../world.ts'
import { eventOf, type SentEvent } from './touch-event.ts'
import { closingTouches, drawn, drawWays, pull, touchesOf, type Reach, type Touch } from './touch.ts'
import { followedOf, type GiftTruth } from './truth.ts'
import { comesUncoded, effects, ways, type Way } from './way.ts'

/** What of an order its way there follows from. */
type Journeyed = Pick<Order, 'order' | 'placedAt' | 'donor' | 'refcode' | 'refcode2'>

/** How the people of one client came to give, and who was reached and did not. */
export interface JourneyBook {
  /** The events before a gift, oldest first; none of somebody whom nobody could recognise. */
  before(gift: Journeyed): SentEvent[]
  truthOf(gift: Journeyed): GiftTruth
  /** Events of people who are reached in [from, to) and do not give for it: whole hours, the same whoever asks. */
  passing(from: Millis, to: Millis): Generator<SentEvent>
}

const fourWeeks = 28 * 86_400_000
/** Beside the first way that reaches somebody. */
const mean = 1.1
/** Paths of people who do not give, for one that does. */
const passers = 1.1

/** Pure: the same gift of the same world has the same way there, whenever it is asked. */
export function openJourneys(place: ClientWorld, seed: string): JourneyBook {
  const { client, clock, appeals, start } = place
  const rng = createRng(`journeys ${seed} ${client.slug}`)
  const reach: Reach = { appeals, dayOf: (at) => clock.day(at), start }

  /** Whoever is pulled more gives more often: of paths as everybody has them, those that pull are kept sooner. */
  const draw = (own: Rng, gift: Journeyed): Touch[] => {
    const reachable = (way: Way) => way !== 'email' || gift.donor.email !== null
    const strongest = pull(ways)
    let reached: [Way, Millis][] = []
    for (let attempt = 0; attempt < 6; attempt += 1) {
      reached = drawWays(own.split(`path ${attempt}`), gift.placedAt - 20 * 60_000, reachable, mean)
      if (own.chance(pull(reached.map(([way]) => way)) / strongest)) break
    }
    const earlier = reached.flatMap(([way, at], n) => touchesOf(own.split(`touch ${n}`), way, at, reach))
    const last = own.split('last')
    const closing = closingTouches(last, gift, drawn(last, comesUncoded), reach)
    const touches = [...earlier, ...closing].filter(({ at }) => at < gift.placedAt && at > start)
    return touches.sort((a, b) => a.at - b.at)
  }
  const isSomebody = ({ donor: { email, phone } }: Journeyed) => (email ?? phone) !== null

  return {
    before(gift) {
      const own = rng.split(gift.order)
      const { email, phone } = gift.donor
      const user = email ?? (phone === null ? undefined : dialled(phone))
      if (user === undefined) return []
      return draw(own, gift).map((touch, n) => eventOf(touch, client, user, own.split(`event ${n}`)))
    },
    truthOf(gift) {
      const own = rng.split(gift.order)
      const followed = followedOf(client, gift.refcode)
      const touches = isSomebody(gift) ? draw(own, gift) : []
      const recent = touches.filter(({ at }) => gift.placedAt - at <= fourWeeks).map(({ way }) => way)
      const reachedBy = [...new Set([...recent, ...(followed ? [followed.way] : [])])]
      return { followed, reachedBy, movedBy: movedBy(own.split('why'), reachedBy) }
    },
    *passing(from, to) {
      for (let hour = Math.ceil(from / hourMillis) * hourMillis; hour < to; hour += hourMillis) {
        const draws = rng.split(`passing ${hour}`)
        const count = poisson(draws, passers * place.giftsPerIntensity * place.intensity(hour))
        for (let n = 0; n < count; n += 1) yield* passerBy(draws.split(String(n)), hour, `${hour / hourMillis}-${n}`)
      }
    },
  }

  function* passerBy(own: Rng, hour: Millis, name: string): Generator<SentEvent> {
    const user = `${own.pick(firstNames)}.${own.pick(lastNames)}.${name}@reader.example`.toLowerCase()
    const paths = drawWays(own, hour, () => true, mean)
    for (const [n, [way, at]] of paths.entries())
      for (const touch of touchesOf(own.split(`touch ${n}`), way, at, reach))
        if (touch.at > start) yield eventOf(touch, client, user, own.split(`event ${n} ${touch.type}`))
  }
}

/** What made somebody give, of what reached them: each way as strongly as it moves people, and for 1 nothing did. */
function movedBy(rng: Rng, reachedBy: readonly Way[]): Way | null {
  let left = rng.float() * pull(reachedBy) - 1
  if (left < 0) return null
  for (const way of reachedBy) if ((left -= effects[way]) < 0) return way
  return null
}
