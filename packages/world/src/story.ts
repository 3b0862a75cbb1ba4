import type { Delivery } from '@throughline/connector-kit/testing'
import { trickle, type Arrival } from './future.ts'
import { journeysAhead } from './journeys/journeys-ahead.ts'
import type { Millis } from './line-item.ts'
import type { ClientSource, DemoSource } from './source.ts'
import type { SystemHappening } from './systems/system.ts'
import type { World } from './world.ts'

/** Something that happens at one outside system of one client; `happen` enters it there and gives what a webhook tells of it. */
interface Told {
  at: Millis
  slug: string
  connector: string
  happen: () => readonly Delivery[]
}

/** All that happens at all outside systems from the world's end on, in order of time, each once. */
export interface Story {
  /** What happens until then, and what follows from it; goes on next time where it ended. */
  until(to: Millis): Generator<Told>
}

/**
 * @param pace how many times the natural rate new gifts come at; 1 is natural
 * @param keyOf a key that sends a client's events; without one nobody tells what led to gifts
 */
export function openStory(
  world: World,
  source: DemoSource,
  { pace, keyOf = () => undefined }: { pace?: number; keyOf?: (slug: string) => string | undefined } = {},
): Story {
  const ahead: Told[] = []
  let reached = world.end
  const add = (...fresh: Told[]) => {
    ahead.push(...fresh)
    ahead.sort((a, b) => a.at - b.at)
  }
  const ledUpTo = (
    { place, journeys }: ClientSource,
    arrivals: Arrival[],
    when: { from: Millis; to: Millis },
  ): Told[] => {
    const { slug } = place.client
    const key = keyOf(slug)
    if (key === undefined) return []
    const own = arrivals.filter((each) => each.slug === slug)
    return journeysAhead(journeys, own, { ...when, key }).map(({ at, delivery }) => ({
      ...{ at, slug, connector: 'events' },
      happen: () => [delivery],
    }))
  }
  return {
    *until(to) {
      if (to > reached) {
        const arrivals = trickle(world, reached, to, pace)
        add(
          ...source.clients.flatMap((client) => ledUpTo(client, arrivals, { from: reached, to })),
          ...arrivals.map((arrival) => asTold(arrival, source.of(arrival.slug), add)),
          ...source.clients.flatMap((client) =>
            client.systems.all.flatMap(({ connector, happenings }) =>
              happenings(reached, to).map((each) => ofSystem(client, connector, each)),
            ),
          ),
        )
        reached = to
      }
      for (let next = ahead[0]; next && next.at < to; next = ahead[0]) {
        ahead.shift()
        yield next
      }
    },
  }
}

const ofSystem = (client: ClientSource, connector: string, { at, happen }: SystemHappening): Told => ({
  ...{ at, slug: client.place.client.slug, connector, happen },
})

/** A gift, refund or cancellation at ActBlue. A new order has its effects on the other systems. */
function asTold(arrival: Arrival, client: ClientSource, add: (...fresh: Told[]) => void): Told {
  return {
    ...{ at: arrival.at, slug: arrival.slug, connector: 'actblue' },
    happen() {
      const delivery = client.happen(arrival)
      const [line] = arrival.kind === 'gift' ? arrival.lines : []
      if (line?.charge === 1)
        for (const { connector, follows } of client.systems.all)
          add(...follows({ ...line, placedAt: line.paidAt }).map((each) => ofSystem(client, connector, each)))
      return [delivery]
    },
  }
}

/**
 * Enters what happened from the world's end until `to` without telling anybody: a later start catches up by reading. What nobody can
 * read later is handed back, to be told now: a second time is no harm.
 */
export function catchUp(story: Story, to: Millis): { slug: string; deliveries: readonly Delivery[] }[] {
  const untold: { slug: string; deliveries: readonly Delivery[] }[] = []
  for (const { slug, connector, happen } of story.until(to)) {
    const deliveries = happen()
    if (connector === 'events') untold.push({ slug, deliveries })
  }
  return untold
}
