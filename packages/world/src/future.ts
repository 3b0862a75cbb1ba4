import { createRng, poisson, type Rng } from '@throughline/stats'
import { giftMinor } from './amounts.ts'
import type { ClientWorld, World } from './world.ts'
import { linesOf, placeOrder, refundTime, type Order } from './gift.ts'
import { orderNumber } from './history.ts'
import { hourMillis } from './intensity.ts'
import type { LineItem, Millis, Plan } from './line-item.ts'
import { beginPlan, chargeTimes, endedWithin } from './plan.ts'

/** Something that the source tells the moment it happens. A gift's or refund's `lines` are all lines of that payment, ours first. */
export type Happening =
  | { kind: 'gift'; at: Millis; lines: LineItem[] }
  | { kind: 'refund'; at: Millis; lines: LineItem[] }
  | { kind: 'cancellation'; at: Millis; plan: Plan; line: LineItem }

/** One charge of an order, due at a time. */
interface Charge {
  order: Order
  at: Millis
  /** 1-based. */
  charge: number
}

/** Share of new orders that repeat. */
const planShare = 0.035
const refundShare = 0.042
const tandemShare = 0.06

/**
 * What happens at one client from the world's end until `to`, in order of time: new gifts at the rate of the season, charges and
 * cancellations of plans, refunds. Pure, and a longer look into the future begins with the shorter one.
 * @param pace how many times the natural rate new gifts come at; 1 is natural
 */
export function futureOf(world: World, place: ClientWorld, to: Millis, pace = 1): Happening[] {
  const rng = createRng(`future ${world.seed} ${world.endInstant} ${place.client.slug} ${pace}`)
  const givers = place.givers.copy()
  const happenings: Happening[] = []
  const orders = place.orders.filter(({ plan }) => plan !== null)
  const charges = new Map<Millis, Charge[]>()
  const schedule = (order: Order, charged: number) => {
    for (const [k, at] of chargeTimes(order.plan as Plan, to).entries()) {
      const hour = Math.floor(at / hourMillis) * hourMillis
      if (k >= charged) charges.set(hour, [...(charges.get(hour) ?? []), { order, at, charge: k + 1 }])
    }
  }
  for (const order of orders) schedule(order, (order.plan as Plan).charges)
  let nextOrder = place.nextOrder
  const first = Math.floor(world.end / hourMillis) * hourMillis
  for (let hour = first, h = 0; hour < to; hour += hourMillis, h++) {
    const draw = rng.split(`hour ${h}`)
    const begun = newOrders(draw, place, givers, { hour, from: world.end, pace }, () =>
      orderNumber(place.client, nextOrder++),
    )
    for (const { order } of begun)
      if (order.plan) {
        orders.push(order)
        schedule(order, 1)
      }
    for (const [i, each] of [...(charges.get(hour) ?? []), ...begun].entries()) {
      if (each.at < world.end) continue
      const made = linesOf(draw, place.client, each.order, each.at, each.charge)
      const lines = [made.own, ...made.foreign]
      const number = place.client.firstLineItemId + 10_000_000 + h * 4096 + i * 4
      const refundedAt = draw.chance(refundShare) ? refundTime(draw, each.at) : null
      for (const [n, line] of lines.entries())
        Object.assign(line, { lineItemId: number + n, paymentId: number + 50_000_000, refundedAt })
      happenings.push({ kind: 'gift', at: each.at, lines })
    }
  }
  const gifts = happenings.flatMap((each) => (each.kind === 'gift' ? [each.lines] : []))
  const all = [...paymentsToRefund(place, world.end), ...gifts]
  for (const lines of all) {
    const at = lines[0]?.refundedAt
    if (at !== null && at !== undefined && at >= world.end && at < to) happenings.push({ kind: 'refund', at, lines })
  }
  happenings.push(...cancellations(place, orders, gifts, world.end, to))
  return happenings.filter(({ at }) => at >= world.end && at < to).sort((a, b) => a.at - b.at)
}

function newOrders(
  draw: Rng,
  place: ClientWorld,
  givers: ClientWorld['givers'],
  when: { hour: Millis; from: Millis; pace: number },
  number: () => string,
) {
  const { client } = place
  const expected = place.giftsPerIntensity * place.intensity(when.hour) * when.pace
  const times = Array.from({ length: poisson(draw, expected) }, () => when.hour + 1000 * draw.below(3600)).sort(
    (a, b) => a - b,
  )
  return times.map((at) => {
    let donor = givers.next(draw)
    const repeats = draw.chance(planShare)
    while (repeats && donor.unknown) donor = givers.next(draw)
    const order = number()
    const plan = repeats ? beginPlan(draw, client, donor, at, order) : null
    const minor = plan ? plan.minor : giftMinor(draw, client.medianMinor * donor.level, client.maxMinor)
    const wanted = { order, at, day: place.clock.day(at), donor, plan, minor }
    const placed = placeOrder(draw, client, wanted, place.appeals)
    if (draw.chance(tandemShare)) placed.partners = [draw.pick(client.partners)]
    return { order: placed, at, charge: 1 }
  })
}

/** Payments of the past that will be refunded after `end`. */
function paymentsToRefund(place: ClientWorld, end: Millis): LineItem[][] {
  const waiting = place.lines.filter((line) => line.refundedAt !== null && line.refundedAt >= end)
  const wanted = new Set(waiting.map((line) => line.paymentId))
  const others = place.foreign.filter((line) => wanted.has(line.paymentId))
  return waiting.map((line) => [line, ...others.filter((other) => other.paymentId === line.paymentId)])
}

function cancellations(
  place: ClientWorld,
  orders: Order[],
  gifts: LineItem[][],
  from: Millis,
  to: Millis,
): Happening[] {
  const lastLine = new Map<string, LineItem>()
  for (const line of [...place.lines, ...gifts.flatMap((lines) => lines.slice(0, 1))])
    if (line.plan) lastLine.set(line.order, line)
  return orders.flatMap(({ plan }): Happening[] => {
    const line = plan ? lastLine.get(plan.order) : undefined
    return plan && line && endedWithin(plan, from, to)
      ? [{ kind: 'cancellation', at: plan.cancelledAt as Millis, plan, line }]
      : []
  })
}

/** One client's happenings among all. */
export type Arrival = Happening & { slug: string }

/** What happens at all clients in [from, to), in order of time. */
export function trickle(world: World, from: Millis, to: Millis, pace = 1): Arrival[] {
  return world.clients
    .flatMap((place) => futureOf(world, place, to, pace).map((each) => ({ ...each, slug: place.client.slug })))
    .filter(({ at }) => at >= from)
    .sort((a, b) => a.at - b.at)
}
