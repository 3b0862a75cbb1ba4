import type { Delivery } from '@throughline/connector-kit/testing'
import { trickle, type Arrival } from './future.ts'
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

/** @param pace how many times the natural rate new gifts come at; 1 is natural */
export function openStory(world: World, source: DemoSource, pace?: number): Story {
  const ahead: Told[] = []
  let reached = world.end
  const add = (...fresh: Told[]) => {
    ahead.push(...fresh)
    ahead.sort((a, b) => a.at - b.at)
  }
  return {
    *until(to) {
      if (to > reached) {
        const arrivals = trickle(world, reached, to, pace)
        add(
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

/** Enters what happened from the world's end until `to` without telling anybody: a later start catches up by reading. */
export function catchUp(story: Story, to: Millis): void {
  for (const each of story.until(to)) each.happen()
}
